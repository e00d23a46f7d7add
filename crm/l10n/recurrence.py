"""Days that come again: a day of the year in any of the three calendars, birthdays, and every so many days, weeks,
months or years.

Occurrences are always counted from the first one, so a monthly 31st that stops at 30 Esfand is back on the 31st in
Farvardin. A day that a year doesn't have (29 February, 30 Esfand, 30 Dhu al-Hijja) is kept on the month's last.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from crm.l10n import calendars
from crm.l10n.calendars import CALENDARS, OutOfRange

UNITS = ("day", "week", "month", "year")
_LONGEST = {"gregorian": (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), "jalali": (31,) * 6 + (30,) * 6}


@dataclass(frozen=True, slots=True, order=True)
class Anniversary:
    """A day of every year of a calendar. ValueError for a day that no year has, such as 31 April."""

    calendar: str
    month: int
    day: int

    def __post_init__(self):
        if self.calendar not in CALENDARS or not 1 <= self.month <= 12:
            raise ValueError("no such month")
        if not 1 <= self.day <= _LONGEST.get(self.calendar, (30,) * 12)[self.month - 1]:
            raise ValueError("no year has this day")

    @classmethod
    def of(cls, day, which):
        """The anniversary of a date in a calendar. OutOfRange."""
        _year, month, number = which.fields(day)
        return cls(which.key, month, number)

    @classmethod
    def read(cls, code):
        """The one that `code` says. ValueError."""
        calendar, month, day = code.split("-")
        return cls(calendar, int(month), int(day))

    @property
    def code(self):
        """As it is stored: jalali-12-30."""
        return f"{self.calendar}-{self.month:02}-{self.day:02}"

    def in_year(self, year):
        """The date in a year of its calendar. OutOfRange."""
        which = CALENDARS[self.calendar]
        try:
            return which.date(year, self.month, min(self.day, which.month_length(year, self.month)))
        except (ValueError, OverflowError) as error:
            raise OutOfRange(f"no year {year} in the {self.calendar} calendar") from error

    def on_or_after(self, day):
        """The first occurrence that is not before a date. OutOfRange."""
        year = CALENDARS[self.calendar].fields(day)[0]
        found = self.in_year(year)
        return found if found >= day else self.in_year(year + 1)

    def on_or_before(self, day):
        """The last occurrence that is not after a date. OutOfRange."""
        year = CALENDARS[self.calendar].fields(day)[0]
        found = self.in_year(year)
        return found if found <= day else self.in_year(year - 1)

    def between(self, first, last):
        """Its dates from `first` to `last`, both included: lunar days may come twice in a solar year. What the
        calendar doesn't reach has none."""
        which = CALENDARS[self.calendar]
        first, last = max(first, which.first), min(last, which.last)
        found = []
        while first <= last:
            try:
                day = self.on_or_after(first)
            except OutOfRange:
                break
            if day > last:
                break
            found.append(day)
            first = day + timedelta(days=1)
        return found


def next_birthday(born, day, which=None):
    """(date, age) of the first birthday that is not before a day, counted in the reader's calendar or `which`."""
    which = which or calendars.reading(born)
    coming = Anniversary.of(born, which).on_or_after(max(day, born))
    return coming, which.fields(coming)[0] - which.fields(born)[0]


def age_on(born, day, which=None):
    """Full years on a day, by the calendar's birthdays. 0 before birth."""
    which = which or calendars.reading(born)
    if day < born:
        return 0
    return which.fields(Anniversary.of(born, which).on_or_before(day))[0] - which.fields(born)[0]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every so many days, weeks, months or years from `start`; months and years are those of `calendar`."""

    start: date
    unit: str
    every: int = 1
    calendar: str = "gregorian"

    def __post_init__(self):
        if self.unit not in UNITS or self.every < 1:
            raise ValueError("not a recurrence")

    def occurrence(self, number):
        """The date of an occurrence; the start is number 0. OutOfRange."""
        steps = number * self.every
        if self.unit in ("day", "week"):
            try:
                return self.start + timedelta(days=steps * (7 if self.unit == "week" else 1))
            except OverflowError as error:
                raise OutOfRange(str(error)) from error
        months = steps * (12 if self.unit == "year" else 1)
        return calendars.add_months(self.start, months, CALENDARS[self.calendar])

    def after(self, day):
        """The first occurrence later than a date. OutOfRange."""
        number = self._near(day)
        while self.occurrence(number) <= day:
            number += 1
        return self.occurrence(number)

    def between(self, first, last):
        """The occurrences from `first` to `last`, both included."""
        found = []
        for number in count(self._near(first)):
            try:
                day = self.occurrence(number)
            except OutOfRange:
                break
            if day > last:
                break
            if day >= first:
                found.append(day)
        return found

    def _near(self, day):
        """A number whose occurrence is not after a date, or 0; no unit is longer than this says."""
        longest = {"day": 1, "week": 7, "month": 31, "year": 366}[self.unit] * self.every
        return max(0, (day - self.start).days // longest)
