"""Reading what is planned and what was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import visible_to
from crm.activities.models import OPEN, Call, Task
from crm.l10n.dates import format_datetime, format_late
from crm.l10n.periods import start_of_day
from crm.l10n.state import direction
from crm.lib.lookup import Lookup, asked
from crm.lib.text import base_direction, isolate
from crm.records import registry
from crm.records.finding import IDS
from crm.tenants.scope import current_tenant_id


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to happen next on a record. state: planned, today, overdue or none; of a task also done."""

    state: str = "none"
    text: str = ""
    due: datetime | None = None
    task_id: int | None = None


NO_STEP, DONE_STEP = NextStep(), NextStep(state="done")


def open_tasks():
    """Tasks that are neither done nor cancelled, of everybody. Narrow with visible_to before showing any."""
    return Task.objects.filter(OPEN)


def overdue(now=None):
    """Open tasks whose deadline has passed."""
    return open_tasks().filter(due_at__lt=now or timezone.now())


def visible_tasks(member, action="see"):
    """Tasks the member may see (or edit) by their own role: those of their lists and totals."""
    return visible_to(Task.objects.all(), member, action).select_related("owner")


def visible_calls(member):
    """Calls the member may see by their own role."""
    return visible_to(Call.objects.all(), member).select_related("owner")


def tasks_of(record):
    """The tasks of a record that the reader already sees: open ones by deadline, then the latest done."""
    on_record = Task.objects.filter(record_type=record.record_key, record_id=record.pk).select_related("owner")
    done = on_record.filter(done_at__isnull=False, deleted_at=None).order_by("-done_at")[:5]
    return [*on_record.filter(OPEN).order_by("due_at"), *done]


def find_task(pk, member):
    """The task, cancelled or not, if the member sees it or the record it hangs on; otherwise None."""
    task = Task.objects.select_related("owner").filter(pk=pk).first()
    if task is None:
        return None
    own = visible_to(Task.objects.filter(pk=pk), member).exists() or task.created_by_id == member.pk
    return task if own or registry.fetch(task.record_type, task.record_id, member) else None


def may_change(task, member):
    """Whether the member may tick, move or hand on the task: by right, as its author, or because the record it hangs
    on is theirs to edit."""
    return (
        task.created_by_id == member.pk
        or visible_to(Task.objects.filter(pk=task.pk), member, "edit").exists()
        or registry.fetch(task.record_type, task.record_id, member, "edit") is not None
    )


def has_next_step(record_key):
    """A condition on a queryset of records: something is planned. `~has_next_step("…")` finds the forgotten."""
    return Exists(open_tasks().filter(record_type=record_key, record_id=OuterRef("pk")))


class Planned(NamedTuple):
    """What of an open task says what is to be done next."""

    record_id: int
    pk: int
    subject: str
    due_at: datetime


PLANNED = Lookup(
    lambda: (
        QuerySet(Task)
        .filter(OPEN, tenant=asked(0), record_type=asked(1), record_id__any_of=Value([asked(2)], output_field=IDS))
        .order_by("record_id", "due_at")
        .distinct("record_id")
        .values_list(*Planned._fields)
    )
)


def next_steps(record_key, ids):
    """The next open task of each record, in one query: {id: NextStep}, NO_STEP where nothing is planned."""
    found = map(Planned._make, PLANNED.all(current_tenant_id(), record_key, list(ids)))
    now = timezone.now()
    steps = {task.record_id: next_step(task, now) for task in found}
    return {pk: steps.get(pk, NO_STEP) for pk in ids}


def next_step(task, now=None):
    """An open task in the reader's words: "Call back, 2 days late", "Call back Today 14:30"."""
    state, due = _state_and_due(task, now)
    form = _("%(subject)s, %(late)s") if state == "overdue" else _("%(subject)s %(due)s")
    foreign = base_direction(task.subject) not in ("", direction())
    subject = isolate(task.subject) if foreign else task.subject
    text = form % {"subject": subject, "late": due, "due": due}
    return NextStep(state=state, text=text, due=task.due_at, task_id=task.pk)


def due_step(task, now=None):
    """When an open task is due, without its subject: "2 days late", "Today 14:30"."""
    state, text = _state_and_due(task, now)
    return NextStep(state=state, text=text, due=task.due_at, task_id=task.pk)


def _state_and_due(task, now):
    now = now or timezone.now()
    if task.due_at < now:
        return "overdue", format_late(task.due_at, now) or format_datetime(task.due_at)
    is_today = timezone.localdate(task.due_at) == timezone.localdate(now)
    return "today" if is_today else "planned", format_datetime(task.due_at)


def calls_between(member, start, end):
    """Calls in [start, end) that the member may see by their own role."""
    return visible_calls(member).filter(at__gte=start, at__lt=end)


def calls_per_member(member, start, end):
    """What everybody's calls in [start, end) came to, as far as `member` may see: rows of owner_id, owner__name,
    calls, reached; most calls first. The rows behind a number: `calls_between(…).filter(owner=…)`."""
    counted = calls_between(member, start, end).order_by().values("owner_id", "owner__name")
    reached = Count("pk", filter=Q(outcome=Call.Outcome.REACHED))
    return counted.annotate(calls=Count("pk"), reached=reached).order_by("-calls", "owner__name")


def done_today(member):
    """How many tasks the member finished on their today."""
    start = start_of_day(timezone.localdate())
    return Task.objects.filter(owner=member, deleted_at=None, done_at__gte=start).count()


def attach_steps(tasks, member):
    """Give each task of a page `step`, the reader's words for when it is due, or that it is done; and to an open one a
    box without a tick."""
    for task in tasks:
        task.step = due_step(task) if task.is_open else DONE_STEP
        if task.is_open:
            task.icon = "square"
