"""Who is told of which event. Runs once per event (crm.events.actions.fan_out); the key of each notification makes
even a second run harmless."""

from dataclasses import dataclass

from crm.access.teams import managers_of
from crm.notify.actions import notify_member
from crm.records import registry
from crm.tenants.models import Member


@dataclass(frozen=True)
class Subject:
    """What an event is about, where that is no record of a declared type."""

    record_key: str
    pk: int


def consume(event):
    if teller := TELLERS.get(event.kind):
        teller(event)
    elif event.kind.endswith(".assigned"):
        record_assigned(event)


def task_assigned(event):
    """The new owner, unless they took the task themselves."""
    _tell(event, [event.data.get("assignee")], "task.assigned", record=_parent(event))


def task_due(event):
    _tell(event, [event.data.get("assignee")], "task.due", record=_parent(event))


def task_overdue(event):
    """Whoever answers for the member who is late."""
    late = _member(event.data.get("assignee"))
    if late is not None:
        _tell(event, [boss.pk for boss in managers_of(late)], "task.overdue", record=_parent(event))


def task_completed(event):
    """Whoever gave the task to somebody else."""
    task = registry.find(event.record_type, event.record_id)
    if task is not None:
        _tell(event, [task.created_by_id], "task.completed", record=_parent(event))


def record_assigned(event):
    """The new owner of any record: `<record key>.assigned` with {"to_id": member id}."""
    record = registry.find(event.record_type, event.record_id)
    if record is not None:
        _tell(event, [event.data.get("to_id")], "record.assigned", record=record, title=str(record))


def document_done(event):
    """Whoever asked for the document; if that was a rule, the owner of the record it is about."""
    record = _parent(event)
    asked_by = event.data.get("asked_by") or getattr(record, "owner_id", None)
    _tell(event, [asked_by], event.kind, record=record)


def message_failed(event):
    """Whoever wrote the mail."""
    _tell(event, [event.data.get("by")], "message.failed", record=_parent(event))


def import_over(event):
    """Whoever started the import, which stands on its own page."""
    _tell(event, [event.data.get("member")], event.kind, record=Subject(event.record_type, event.record_id))


TELLERS = {
    "task.planned": task_assigned,
    "task.reassigned": task_assigned,
    "task.due": task_due,
    "task.overdue": task_overdue,
    "task.completed": task_completed,
    "document.ready": document_done,
    "document.incomplete": document_done,
    "document.failed": document_done,
    "import.finished": import_over,
    "import.broken_off": import_over,
    "message.failed": message_failed,
}


def _tell(event, member_ids, kind, *, record, **extra):
    """Nobody is told what they did themselves."""
    data = {**event.data, "actor": event.actor_name, "actor_kind": event.actor_kind, **extra}
    for pk in member_ids:
        member = _member(pk)
        if member and not (event.actor_kind == "member" and event.actor_id == pk):
            notify_member(member, kind, key=f"{event.kind}:{event.pk}", record=record, data=data, event=event)


def _member(pk):
    return (
        Member.objects.select_related("tenant", "user", "team__manager", "role").filter(pk=pk).first() if pk else None
    )


def _parent(event):
    """The record that the event's own record hangs on, by its data or its timelines; else the record itself."""
    own = (event.record_type, event.record_id)
    links = event.links.order_by("pk").values_list("record_type", "record_id")
    places = [tuple(event.data.get("on") or own), *links, own]
    return next((found for place in places if place != own and (found := registry.find(*place))), registry.find(*own))
