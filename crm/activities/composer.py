"""The place on a record's page where notes, calls and tasks are written."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.activities.forms import CallForm, NoteForm, TaskForm
from crm.lib.addresses import address


@dataclass(frozen=True, slots=True)
class Composer:
    """One tab: a form of its own that posts to `url`."""

    key: str
    label: str
    icon: str
    url: str
    form: Any
    submit_label: str


def composers(record, member, **bound):
    """The tabs the member may use on the record; none without the right to edit it.

    `bound` puts a form that was sent in place of an empty one: note=, call= or task=.
    """
    if not can(member, f"{record.record_key}.edit", record):
        return ()

    def url(name):
        return address(f"activities:{name}", record.record_key, record.pk)

    return (
        Composer(
            "note", _("Note"), "note", url("note_create"),
            bound.get("note") or NoteForm(auto_id="note-%s"), _("Save note"),
        ),
        Composer(
            "call", _("Call"), "phone", url("call_create"),
            bound.get("call") or CallForm(auto_id="call-%s"), _("Save call"),
        ),
        Composer(
            "task", _("Task"), "checkbox", url("task_on_record"),
            bound.get("task") or TaskForm(member=member, auto_id="task-%s"), _("Plan task"),
        ),
    )  # fmt: skip
