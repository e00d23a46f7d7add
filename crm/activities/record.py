"""What tasks and calls are to the rest of the product, and how they, and notes, read on a timeline."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.activities.models import OPEN, Call, Task
from crm.records.registry import register
from crm.records.types import Column, Estate, RecordType, Sentence

TASKS_ANNOUNCED = {
    "planned": pgettext_lazy("event", "Planned"),
    "revised": pgettext_lazy("event", "Changed"),
    "rescheduled": pgettext_lazy("event", "Moved to another time"),
    "reassigned": pgettext_lazy("event", "Given to somebody else"),
    "due": pgettext_lazy("event", "Due soon"),
    "overdue": pgettext_lazy("event", "Overdue"),
    "completed": pgettext_lazy("event", "Done"),
    "result_written": pgettext_lazy("event", "Result written"),
    "reopened": pgettext_lazy("event", "Reopened"),
    "cancelled": pgettext_lazy("event", "Dropped"),
}
OUTCOME_TONES = {"reached": "green", "no_answer": "amber", "busy": "amber", "wrong_number": "red", "callback": "sky"}

register(
    RecordType(
        key=Task.record_key,
        model="activities.Task",
        app="activities",
        slug="tasks",
        label=_("Task"),
        label_plural=_("Tasks"),
        label_new=_("New task"),
        press="t",
        icon="checkbox",
        form="crm.activities.forms.TaskForm",
        assign="crm.activities.actions.reassign",
        delete="crm.activities.actions.cancel",
        restore="crm.activities.actions.reopen",
        binned=~Q(deleted_by=None),  # what went with its record comes back with it
        estates=(Estate(label=_("Open tasks"), condition=OPEN, needs_owner=True),),
        filterset="crm.activities.filters.TaskFilters",
        conditions="crm.activities.conditions.of_tasks",
        decorate="crm.activities.queries.attach_steps",
        columns=(
            Column(name="subject", label=_("Task"), cell="name", sort="subject"),
            Column(name="kind", label=_("Type"), cell="choice"),
            Column(name="step", label=_("Due"), cell="next_step", sort="due_at", phone="sub", api="due_at"),
            Column(name="done_at", label=_("Done"), cell="moment", sort="done_at", phone="subend"),
            Column(name="owner", label=_("Who"), cell="member", phone="end"),
        ),
        default_sort="turn",
        related=("owner",),
        events={
            "task.planned": Sentence(
                text=_("%(actor)s planned %(subject)s for %(assignee_name)s, due %(due_at)s"), icon="calendar-plus"
            ),
            "task.rescheduled": Sentence(
                text=_("%(actor)s moved %(subject)s from %(before_at)s to %(due_at)s"), icon="calendar-due"
            ),
            "task.revised": Sentence(text=_("%(actor)s changed the task %(subject)s"), icon="pencil"),
            "task.reassigned": Sentence(text=_("%(actor)s gave %(subject)s to %(assignee_name)s"), icon="user"),
            "task.completed": Sentence(
                text=_("%(actor)s finished %(subject)s"), icon="check", tone="teal", body="result"
            ),
            "task.result_written": Sentence(
                text=_("%(actor)s wrote what came of %(subject)s"), icon="check", body="result"
            ),
            "task.reopened": Sentence(text=_("%(actor)s opened %(subject)s again"), icon="arrow-back-up"),
            "task.cancelled": Sentence(text=_("%(actor)s dropped %(subject)s"), icon="x"),
            "task.overdue": Sentence(
                text=_("%(subject)s of %(assignee_name)s was not done by %(due_at)s"), icon="alert-triangle"
            ),
            "note.added": Sentence(text=_("%(actor)s wrote a note"), icon="note", tone="sand", body="body"),
        },
        announced=TASKS_ANNOUNCED,
    )
)

register(
    RecordType(
        key=Call.record_key,
        model="activities.Call",
        app="activities",
        slug="calls",
        label=_("Call"),
        label_plural=_("Calls"),
        icon="phone",
        restore="",
        estates=(),  # whoever spoke has spoken
        filterset="crm.activities.filters.CallFilters",
        conditions="crm.activities.conditions.of_calls",
        columns=(
            Column(name="outcome", label=_("Outcome"), cell="choice", tones=OUTCOME_TONES),
            Column(name="direction", label=_("Direction"), cell="choice"),
            Column(name="at", label=_("When"), cell="moment", sort="at", phone="sub"),
            Column(name="minutes", label=_("Minutes"), cell="number", sort="minutes"),
            Column(name="body", label=_("What was said")),
            Column(name="owner", label=_("Who"), cell="member", phone="end"),
        ),
        default_sort="-at",
        related=("owner",),
        events={
            "call.logged": Sentence(
                text=_("%(actor)s called"), icon="phone", tone="sky", body="body",
                words="crm.activities.telling.call_words",
            ),
        },
        announced={"logged": pgettext_lazy("event", "Logged")},
    )
)  # fmt: skip
