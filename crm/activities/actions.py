"""Tasks planned, moved, handed on and done."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from crm.access.policy import scope_of
from crm.access.shares import share_model
from crm.access.sharing import share_at_least
from crm.activities.models import Task
from crm.events.record import record_event
from crm.events.timers import cancel_timer, set_timer
from crm.records import registry
from crm.records.actions import into_bin
from crm.records.base import team_of
from crm.tenants.models import Member

# How long before a task is due its owner is reminded.
REMIND = {
    Task.Kind.TASK: timedelta(minutes=15),
    Task.Kind.CALL: timedelta(minutes=5),
    Task.Kind.MEETING: timedelta(minutes=15),
    Task.Kind.VISIT: timedelta(hours=1),
}


@transaction.atomic
def plan(*, subject, due_at, by, assignee=None, record=None, kind=Task.Kind.TASK, body=""):
    """Give `assignee` (or the member `by`) a task, on `record` if one is given. Returns the Task.

    From now on the assignee can open the record, whatever their role says. When `due_at` passes with the task
    open, task.overdue is recorded, once. Records task.planned. Raises ValueError when it would be nobody's.
    """
    author = by if isinstance(by, Member) else None
    assignee = assignee or author
    if assignee is None:
        raise ValueError("a task needs somebody to do it")
    task = Task.objects.create(
        subject=subject, body=body, kind=kind, due_at=due_at, owner=assignee, team_id=team_of(assignee),
        record_type=record.record_key if record else "", record_id=record.pk if record else None,
        created_by=author, origin_kind=by.actor_kind, origin_name=str(by.name),
    )  # fmt: skip
    if record is not None:
        open_to(assignee, record)
    _watch(task)
    record_event(task, "task.planned", by=by, data=task.facts())
    return task


@transaction.atomic
def reschedule(task, *, due_at, by):
    """Move an open task's deadline; a deadline that is missed anew is told anew. Records task.rescheduled."""
    task = _locked(task)
    if not task.is_open or task.due_at == due_at:
        return task
    before, task.due_at, task.escalated_at = task.due_at, due_at, None
    task.save(update_fields=["due_at", "escalated_at", "updated_at"])
    _watch(task)
    record_event(task, "task.rescheduled", by=by, data={**task.facts(), "before_at": before.isoformat()})
    return task


@transaction.atomic
def revise(task, *, by, **fields):
    """Change the words or the kind of a task. Records task.revised when something did change."""
    task = _locked(task)
    changed = {name: value for name, value in fields.items() if getattr(task, name) != value}
    if not changed:
        return task
    for name, value in changed.items():
        setattr(task, name, value)
    task.save(update_fields=[*changed, "updated_at"])
    if task.is_open:
        _watch(task)
    record_event(task, "task.revised", by=by, data=task.facts())
    return task


@transaction.atomic
def reassign(task, *, to, by):
    """Hand an open task to another member, who can open its record from now on. Records task.reassigned."""
    task = _locked(task)
    if not task.is_open or task.owner_id == to.pk:
        return task
    before, task.owner, task.team_id = task.owner, to, team_of(to)
    task.save(update_fields=["owner", "team", "updated_at"])
    if record := task.parent:
        open_to(to, record)
    record_event(task, "task.reassigned", by=by, data={**task.facts(), "before": before.name if before else ""})
    return task


@transaction.atomic
def complete(task, *, by, result=""):
    """The task is done, with what came of it. Done twice is done once. Records task.completed."""
    task = _locked(task)
    if not task.is_open:
        return task
    task.done_at, task.result = timezone.now(), result
    task.save(update_fields=["done_at", "result", "updated_at"])
    _unwatch(task)
    record_event(task, "task.completed", by=by, data=task.facts())
    return task


@transaction.atomic
def write_result(task, *, result, by):
    """Say, or say anew, what came of a task that is done. Records task.result_written."""
    task = _locked(task)
    if task.done_at is None or task.result == result:
        return task
    task.result = result
    task.save(update_fields=["result", "updated_at"])
    record_event(task, "task.result_written", by=by, data=task.facts())
    return task


@transaction.atomic
def reopen(task, *, by):
    """Take back that a task was done or cancelled; its deadline counts again. Records task.reopened."""
    task = _locked(task)
    if task.is_open:
        return task
    task.done_at, task.deleted_at, task.deleted_by, task.result = None, None, None, ""
    task.save(update_fields=["done_at", "deleted_at", "deleted_by", "result", "updated_at"])
    _watch(task)
    record_event(task, "task.reopened", by=by, data=task.facts())
    return task


@transaction.atomic
def cancel(task, *, by):
    """The task will not be done; it leaves every list. `reopen` brings it back. Records task.cancelled."""
    task = _locked(task)
    if not task.is_open:
        return task
    into_bin(task, by=by)
    task.save(update_fields=["deleted_at", "deleted_by", "updated_at"])
    _unwatch(task)
    record_event(task, "task.cancelled", by=by, data=task.facts())
    return task


def open_to(member, record):
    """Make sure that the member can work with the record and look at those it belongs to."""
    _share_unless(member, record, "edit")
    for key, pk in record.timeline_parents():
        if parent := registry.find(key, pk):
            _share_unless(member, parent, "see")


def _share_unless(member, record, level):
    """A reader by role is never given more than reading."""
    if level == "edit" and scope_of(member, record.record_key, "edit") == "none":
        level = "see"
    if share_model(type(record)) and registry.fetch(record.record_key, record.pk, member, level) is None:
        share_at_least(record, member, level)


def _locked(task):
    """The row as it is now, kept from others until the end: two ticks at once complete a task once."""
    return Task.objects.select_for_update(of=("self",)).select_related("owner").get(pk=task.pk)


def _watch(task):
    """Remind the owner before the task is due, and tell the managers when it is late."""
    set_timer("activities.overdue", task.pk, task.due_at)
    remind_at = task.due_at - REMIND[task.kind]
    if remind_at > timezone.now():
        set_timer("activities.due", task.pk, remind_at)
    else:
        cancel_timer("activities.due", task.pk)


def _unwatch(task):
    cancel_timer("activities.overdue", task.pk)
    cancel_timer("activities.due", task.pk)
