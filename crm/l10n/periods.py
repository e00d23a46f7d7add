"""Stretches of days by the reader's calendar and week: this month, last quarter, the last 30 days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.l10n import calendars
from crm.l10n.recurrence import Anniversary
from crm.l10n.state import current

PERIODS = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "tomorrow": _("Tomorrow"),
    "this_week": _("This week"),
    "last_week": _("Last week"),
    "next_week": _("Next week"),
    "this_month": _("This month"),
    "last_month": _("Last month"),
    "next_month": _("Next month"),
    "this_quarter": _("This quarter"),
    "last_quarter": _("Last quarter"),
    "next_quarter": _("Next quarter"),
    "this_half": _("This half-year"),
    "last_half": _("Last half-year"),
    "this_year": _("This year"),
    "last_year": _("Last year"),
    "this_fiscal_quarter": _("This fiscal quarter"),
    "last_fiscal_quarter": _("Last fiscal quarter"),
    "this_fiscal_year": _("This fiscal year"),
    "last_fiscal_year": _("Last fiscal year"),
    "last_7_days": _("Last 7 days"),
    "last_30_days": _("Last 30 days"),
    "last_90_days": _("Last 90 days"),
    "next_7_days": _("Next 7 days"),
    "next_30_days": _("Next 30 days"),
}
_ROLLING = re.compile(r"(last|next)_(\d{1,4})_days")
_CALENDAR_UNITS = {
    "month": (calendars.first_of_month, 1),
    "quarter": (calendars.first_of_quarter, 3),
    "half": (calendars.first_of_half, 6),
    "year": (calendars.first_of_year, 12),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to and without `end`."""

    start: date
    end: date

    def __contains__(self, day):
        return self.start <= day < self.end

    @property
    def last(self):
        return self.end - timedelta(days=1)

    @property
    def days(self):
        return (self.end - self.start).days

    def moments(self):
        """(from, until) on the reader's clock: `from` included, `until` not."""
        return start_of_day(self.start), start_of_day(self.end)


def choices(ahead=True):
    """(name, label) of the periods worth offering to the reader: the fiscal ones where the fiscal year is not simply
    the calendar's; without `ahead`, none that only lies in the future."""
    return [
        (name, label)
        for name, label in PERIODS.items()
        if (current().fiscal_start or "fiscal" not in name) and (ahead or not name.startswith(("next_", "tomorrow")))
    ]


def period(name, day=None):
    """The period that a name means on a day, the reader's today without it: one of PERIODS, or last_45_days and
    next_10_days with any number of days. Today belongs to both. KeyError."""
    return _period(name, day or timezone.localdate(), 0)


def period_before(name, day=None):
    """The one right before, for comparing: last month for this_month, the 30 days before for last_30_days."""
    return _period(name, day or timezone.localdate(), -1)


def start_of_day(day):
    """The first moment of a day on the reader's clock, also where clocks go forward at midnight."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC).astimezone(zone)


def _period(name, day, step):
    rolling = _ROLLING.fullmatch(name)
    if rolling and int(rolling[2]):
        length = timedelta(days=int(rolling[2]))
        start = day if rolling[1] == "next" else day + timedelta(days=1) - length
        return Period(start + step * length, start + (step + 1) * length)
    if name not in PERIODS:
        raise KeyError(name)
    unit = {"today": "day", "yesterday": "day", "tomorrow": "day"}.get(name) or name.partition("_")[2]
    moved = step - name.startswith(("last_", "yesterday")) + name.startswith(("next_", "tomorrow"))
    if unit in ("day", "week"):
        length = timedelta(days=1 if unit == "day" else 7)
        start = (day if unit == "day" else calendars.first_of_week(day)) + moved * length
        return Period(start, start + length)
    try:
        return _calendar_period(unit, day, moved, calendars.reading(day))
    except calendars.OutOfRange:
        return _calendar_period(unit, day, moved, calendars.CALENDARS["gregorian"])


def _calendar_period(unit, day, moved, which):
    if unit.startswith("fiscal_") and current().fiscal_start:
        return _fiscal_period(unit, day, moved)
    first_of, months = _CALENDAR_UNITS[unit.removeprefix("fiscal_")]
    start = calendars.add_months(first_of(day, which), moved * months, which)
    return Period(start, calendars.add_months(start, months, which))


def _fiscal_period(unit, day, moved):
    """Years from the workspace's own first day, in the calendar of that day; quarters are three of its months."""
    opening = Anniversary.read(current().fiscal_start)
    which, first = calendars.CALENDARS[opening.calendar], opening.on_or_before(day)
    if unit == "fiscal_year":
        year = which.fields(first)[0] + moved
        return Period(opening.in_year(year), opening.in_year(year + 1))
    quarter = max(n for n in range(4) if calendars.add_months(first, 3 * n, which) <= day) + moved
    return Period(calendars.add_months(first, 3 * quarter, which), calendars.add_months(first, 3 * quarter + 3, which))
