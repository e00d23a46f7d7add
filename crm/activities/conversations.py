"""What was said (calls) and written down (notes)."""

from django.db import transaction
from django.utils import timezone

from crm.activities.actions import complete, plan
from crm.activities.models import Call, Note, Task
from crm.events.record import record_event
from crm.records.base import team_of


@transaction.atomic
def add_note(record, *, body, by):
    """Write a note on a record, for every colleague who sees it. Records note.added."""
    note = Note.objects.create(record_type=record.record_key, record_id=record.pk, body=body, by=by, at=timezone.now())
    record_event(note, "note.added", by=by, data={"body": body})
    return note


@transaction.atomic
def log_call(
    record, *, outcome, by, direction=Call.Direction.OUT, minutes=None, body="", at=None,
    completes=None, follow_up_at=None, follow_up="",
):  # fmt: skip
    """Write down a call that took place. It may complete a task, and plan the next call. Returns the Call.

    `completes` is the Task that asked for the call; `follow_up_at` the time of the next one, with `follow_up` as
    its subject. Records call.logged (besides what completing and planning record).
    """
    call = Call.objects.create(
        record_type=record.record_key, record_id=record.pk, direction=direction, outcome=outcome, minutes=minutes,
        body=body, at=at or timezone.now(), owner=by, team_id=team_of(by), task=completes,
    )  # fmt: skip
    data = {"outcome": str(outcome), "direction": str(direction), "minutes": minutes, "body": body}
    record_event(call, "call.logged", by=by, data=data)
    if completes is not None:
        complete(completes, by=by, result=body)
    if follow_up_at is not None:
        plan(subject=follow_up, due_at=follow_up_at, by=by, record=record, kind=Task.Kind.CALL)
    return call
