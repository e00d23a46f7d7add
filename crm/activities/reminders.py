"""What a task's timers do. Called in the transaction that removes the timer, so each happens once."""

from datetime import timedelta

from django.utils import timezone

from crm.activities.models import Task
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import Again

BUSY = Again(1)


def overdue(task_id):
    """The deadline has passed: if the task is still open, say so, once for this deadline. Records task.overdue."""
    task = _held(task_id)
    if task is None:
        return BUSY if _is_open(task_id) else None
    if task.escalated_at is None:
        task.escalated_at = timezone.now()
        task.save(update_fields=["escalated_at", "updated_at"])
        record_event(task, "task.overdue", by=SYSTEM, data=task.facts())
    return None


def due(task_id):
    """The deadline is near: let the owner know. Records task.due, on no timeline."""
    task = _held(task_id)
    if task is None:
        return BUSY if _is_open(task_id) else None
    if task.due_at > timezone.now() - timedelta(minutes=1):  # later than that it is overdue, which says more
        record_event(task, "task.due", by=SYSTEM, data=task.facts(), quiet=True)
    return None


def _held(task_id):
    """The open task, kept from others; None also while somebody is changing it. Never waits: whoever changes a task
    waits for its timer, and we hold that."""
    tasks = Task.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    return tasks.filter(pk=task_id, done_at=None, deleted_at=None).first()


def _is_open(task_id):
    return Task.objects.filter(pk=task_id, done_at=None, deleted_at=None).exists()
