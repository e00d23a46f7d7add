"""Who is told of which event. Runs once per event (crm.events.actions.fan_out); the key of each notification makes
even a second run harmless."""

from dataclasses import dataclass

from crm.access.policy import can
from crm.access.teams import active_members, colleagues, managers_of
from crm.notify.actions import notify_member
from crm.records import registry
from crm.tenants.models import Member


@dataclass(frozen=True)
class Subject:
    """What an event is about, where that is no record of a declared type."""

    record_key: str
    pk: int


# What it does to single records is told once, at its end, with the numbers.
QUIET = {"handover", "bulk"}


def consume(event):
    if event.actor_kind in QUIET and event.kind.endswith((".assigned", ".reassigned")):
        return
    if teller := TELLERS.get(event.kind):
        teller(event)
    elif event.kind.endswith(".assigned"):
        record_assigned(event)
    elif event.kind.endswith(".shared"):
        record_shared(event)


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
        _tell(event, [event.data.get("to_id")], "record.assigned", record=record, title=record.by_language())


def record_shared(event):
    """Whom a record is shared with: the person, or everybody who sits in the team."""
    record = registry.find(event.record_type, event.record_id)
    with_id = event.data.get("with_id")
    if event.data.get("with_kind") == "team":
        members = [one.pk for one in colleagues() if one.team_id == with_id]
    else:
        members = [with_id]
    if record is not None:
        _tell(event, members, "record.shared", record=record, title=record.by_language())


def document_done(event):
    """Whoever asked for the document; if that was a rule, the owner of the record it is about."""
    record = _parent(event)
    asked_by = event.data.get("asked_by") or getattr(record, "owner_id", None)
    _tell(event, [asked_by], event.kind, record=record)


def file_refused(event):
    """Whoever added the file."""
    _tell(event, [event.data.get("added_by")], "file.refused", record=_parent(event))


def message_failed(event):
    """Whoever wrote the mail."""
    _tell(event, [event.data.get("by")], "message.failed", record=_parent(event))


def transfer_over(event):
    """Whoever started the import or export, which stands on its own page."""
    _tell(event, [event.data.get("member")], event.kind, record=Subject(event.record_type, event.record_id))


def handed_over(event):
    """Each successor, with what they got; and whoever began it."""
    name, seat = event.data["name"], Subject(event.record_type, event.record_id)
    begun_by = _member(event.data["by"])
    for pk, what in event.data["given"]:
        _tell(event, [pk], "handover.received", record=None, name=name, what=what)
    if begun_by is not None:
        data = {**event.data, "actor_kind": event.actor_kind, "actor": name}
        kind = event.kind.replace("member.handover_", "handover.")
        notify_member(begun_by, kind, key=f"{event.kind}:{event.pk}:by", record=seat, data=data, event=event)


def bulk_over(event):
    """Whoever asked for the change of many records; and whom they were given to, once, with their number."""
    job = Subject(event.record_type, event.record_id)
    _tell(event, [event.data["member"]], "bulk.finished", record=job)
    if event.data["to"] and event.data["to"] != event.data["member"] and event.data["changed"]:
        _tell(event, [event.data["to"]], "bulk.received", record=None, actor=event.data["name"])


def member_left(event):
    """Whoever may hand over what is left behind."""
    keepers = [each.pk for each in active_members() if can(each, "members")]
    _tell(event, keepers, "member.left", record=Subject(event.record_type, event.record_id))


def webhook_paused(event):
    """Whoever it sends for; where they are not there any more, whoever may see to it. By hand is no news."""
    if event.actor_kind == "member":
        return
    keepers = [each.pk for each in active_members() if can(each, "settings")]
    asked = [event.data["member"]] if event.data["member"] in keepers else keepers
    _tell(event, asked, "webhook.paused", record=Subject(event.record_type, event.record_id))


TELLERS = {
    "task.planned": task_assigned,
    "task.reassigned": task_assigned,
    "task.due": task_due,
    "task.overdue": task_overdue,
    "task.completed": task_completed,
    "document.ready": document_done,
    "document.incomplete": document_done,
    "document.failed": document_done,
    "import.finished": transfer_over,
    "import.broken_off": transfer_over,
    "export.ready": transfer_over,
    "export.broken_off": transfer_over,
    "archive.ready": transfer_over,
    "file.refused": file_refused,
    "message.failed": message_failed,
    "member.handover_finished": handed_over,
    "member.handover_broken_off": handed_over,
    "member.left": member_left,
    "bulk.finished": bulk_over,
    "webhook.paused": webhook_paused,
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
