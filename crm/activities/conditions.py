"""What lists of tasks and calls can be asked for, in any combination."""

from django.utils.translation import gettext_lazy as _

from crm.activities.models import Call, Task
from crm.ui.where.fields import Field


def of_tasks():
    return (
        Field(name="subject", label=_("Task")),
        Field(name="kind", label=_("Type"), kind="choice", choices=lambda: Task.Kind.choices),
        Field(name="due_at", label=_("Due"), kind="moment"),
        Field(name="done_at", label=_("Done"), kind="moment"),
        Field(name="body", label=_("Details")),
        Field(name="result", label=_("Result")),
        Field(name="created_by", label=_("Planned by"), kind="member", column="created_by_id"),
    )


def of_calls():
    return (
        Field(name="outcome", label=_("Outcome"), kind="choice", choices=lambda: Call.Outcome.choices),
        Field(name="direction", label=_("Direction"), kind="choice", choices=lambda: Call.Direction.choices),
        Field(name="at", label=_("When"), kind="moment"),
        Field(name="minutes", label=_("Minutes"), kind="number"),
        Field(name="body", label=_("What was said")),
    )
