"""Tasks of a record that is gone: nobody is reminded of them; they come back with the record."""

from crm.activities.actions import cancel, reopen
from crm.activities.models import Task
from crm.activities.queries import open_tasks
from crm.events.actors import SYSTEM
from crm.events.models import Event


def consume(event):
    """<type>.deleted cancels the record's open tasks, <type>.restored reopens those that its deletion cancelled."""
    if event.kind.endswith(".deleted"):
        for task in open_tasks().filter(record_type=event.record_type, record_id=event.record_id):
            cancel(task, by=SYSTEM)
    elif event.kind.endswith(".restored"):
        for task in _cancelled_with(event):
            reopen(task, by=SYSTEM)


def _cancelled_with(event):
    """Tasks that the system, not a person, cancelled on this record."""
    tasks = Task.objects.filter(
        record_type=event.record_type, record_id=event.record_id, deleted_at__isnull=False, done_at=None
    )
    cancelled = Event.objects.filter(kind="task.cancelled", record_type="task", actor_kind=SYSTEM.kind)
    return tasks.filter(pk__in=cancelled.filter(record_id__in=tasks.values("pk")).values("record_id"))
