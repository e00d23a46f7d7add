"""A member's tasks by day: what is late, today, tomorrow, and after that."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import scope_of
from crm.activities.queries import due_step, open_tasks, visible_tasks
from crm.l10n import calendars
from crm.l10n.calendar_names import WEEKDAYS
from crm.l10n.dates import format_date, format_time
from crm.l10n.numbers import localize_digits
from crm.l10n.periods import start_of_day
from crm.l10n.state import current
from crm.records import registry

READ = ("tenant", "owner", "subject", "kind", "record_type", "record_id", "due_at", "done_at", "deleted_at")
SHOWN = 50
WEEK = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A task as the reader sees it."""

    task: object
    step: object  # queries.NextStep
    time: str = ""
    on: str = ""  # the record's name and page; empty when the reader may not see it
    on_url: str = ""
    on_icon: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    key: str  # overdue, or the day in ISO
    label: str
    lines: tuple[Line, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class WeekDay:
    key: str
    name: str
    number: str
    load: int
    is_today: bool

    @property
    def dots(self):
        return range(min(self.load, 5))


def mine(member):
    """The member's own open tasks."""
    return open_tasks().filter(owner=member).only(*READ)


def of_team(member):
    """Open tasks of everybody the member answers for."""
    return visible_tasks(member).filter(done_at=None).only(*READ, "owner__name")


def sees_others(member):
    return scope_of(member, "task", "see") in ("team", "tree", "all")


def sections(tasks, member, now=None):
    """(the tasks as Sections: late first, then day by day on the reader's clock; whether they are more than SHOWN, of
    which the first stand there)."""
    now = now or timezone.now()
    first, by_key = list(tasks.order_by("due_at", "pk")[: SHOWN + 1]), {}
    for line in lines(first[:SHOWN], member, now):
        key = "overdue" if line.step.state == "overdue" else timezone.localdate(line.task.due_at).isoformat()
        by_key.setdefault(key, []).append(line)
    return tuple(_section(key, tuple(found)) for key, found in by_key.items()), len(first) > SHOWN


def lines(tasks, member, now=None):
    """The tasks as Lines, with the records they hang on; one query for each type of record among them."""
    tasks = list(tasks)
    records = registry.seen([(task.record_type, task.record_id) for task in tasks], member)
    return [_line(task, records.get((task.record_type, task.record_id)), now) for task in tasks]


def week(tasks, now=None):
    """The next seven days with how many tasks each has; what is late counts as today's."""
    today = timezone.localdate(now)
    end = start_of_day(today + timedelta(days=WEEK))
    days = tasks.filter(due_at__lt=end).order_by().values_list(TruncDate("due_at")).annotate(load=Count("pk"))
    loads = {}
    for day, load in days:
        loads[max(day, today)] = loads.get(max(day, today), 0) + load
    return tuple(
        WeekDay(
            key=day.isoformat(),
            name=_weekday(day),
            number=localize_digits(str(calendars.reading(day).fields(day)[2])),
            load=loads.get(day, 0),
            is_today=day == today,
        )
        for day in (today + timedelta(days=n) for n in range(WEEK))
    )


def _weekday(day):
    name = WEEKDAYS[current().language][day.weekday()]
    return name[:3] if current().language == "en" else name


def _section(key, found):
    if key == "overdue":
        return Section(key, _("Overdue"), found, "red")
    day = date.fromisoformat(key)
    return Section(key, format_date(day, "short" if _is_near(day) else "long"), found)


def _is_near(day):
    return 0 <= (day - timezone.localdate()).days <= 1


def _line(task, record, now):
    return Line(
        task=task,
        step=due_step(task, now),
        time=format_time(task.due_at),
        on=str(record) if record else "",
        on_url=registry.of(record).url(record.pk) if record else "",
        on_icon=registry.of(record).icon if record else "",
    )
