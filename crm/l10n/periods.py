"""Stretches of days by the reader's calendar and week: this month, last quarter, the last 30 days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.l10n import calendars

PERIODS = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "this_week": _("This week"),
    "last_week": _("Last week"),
    "this_month": _("This month"),
    "last_month": _("Last month"),
    "this_quarter": _("This quarter"),
    "last_quarter": _("Last quarter"),
    "this_year": _("This year"),
    "last_year": _("Last year"),
    "last_7_days": _("Last 7 days"),
    "last_30_days": _("Last 30 days"),
    "last_90_days": _("Last 90 days"),
}
_CALENDAR_UNITS = {
    "month": (calendars.first_of_month, 1),
    "quarter": (calendars.first_of_quarter, 3),
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


def period(name, day=None):
    """The period of PERIODS that a name means on a day, the reader's today without it. KeyError."""
    return _period(name, day or timezone.localdate(), 0)


def period_before(name, day=None):
    """The one right before, for comparing: last month for this_month, the 30 days before for last_30_days."""
    return _period(name, day or timezone.localdate(), -1)


def start_of_day(day):
    """The first moment of a day on the reader's clock, also where clocks go forward at midnight."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC).astimezone(zone)


def _period(name, day, step):
    if name not in PERIODS:
        raise KeyError(name)
    if name.endswith("_days"):
        length = timedelta(days=int(name.split("_")[1]))
        end = day + timedelta(days=1) + step * length
        return Period(end - length, end)
    unit = {"today": "day", "yesterday": "day"}.get(name) or name.partition("_")[2]
    back = step - name.startswith(("last_", "yesterday"))
    if unit in ("day", "week"):
        length = timedelta(days=1 if unit == "day" else 7)
        start = (day if unit == "day" else calendars.first_of_week(day)) + back * length
        return Period(start, start + length)
    try:
        return _calendar_period(unit, day, back, calendars.reading(day))
    except calendars.OutOfRange:
        return _calendar_period(unit, day, back, calendars.CALENDARS["gregorian"])


def _calendar_period(unit, day, back, which):
    first_of, months = _CALENDAR_UNITS[unit]
    start = calendars.add_months(first_of(day, which), back * months, which)
    return Period(start, calendars.add_months(start, months, which))
