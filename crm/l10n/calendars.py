"""Three calendars over datetime.date, which stays the only thing stored: Gregorian, Jalali and Umm al-Qura.

A calendar day is a (year, month, day) tuple. Jalali by jdatetime; Umm al-Qura by hijridate, whose official tables
reach from 1343 to 1500.
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache

import hijridate
import jdatetime

from crm.l10n.state import current


class OutOfRange(ValueError):
    """The calendar has no table for this day."""


class Gregorian:
    key = "gregorian"
    first, last = date(1, 1, 1), date(9998, 12, 31)  # a month and more before the tables end
    years = range(1600, 3000)  # what a person may type and mean

    def fields(self, day):
        """(year, month, day) of a date. OutOfRange."""
        return day.year, day.month, day.day

    def date(self, year, month, day):
        """The date of a calendar day. ValueError when there is none."""
        return date(year, month, day)

    def month_length(self, year, month):
        return calendar.monthrange(year, month)[1]

    def covers(self, day):
        return self.first <= day <= self.last


class Jalali(Gregorian):
    key = "jalali"
    first, last = date(622, 3, 21), date(9998, 3, 20)
    years = range(1200, 1600)

    def fields(self, day):
        _require(self, day)
        return _jalali(day)

    def date(self, year, month, day):
        return jdatetime.date(year, month, day).togregorian()

    def month_length(self, year, month):
        if month <= 6:
            return 31
        return 30 if month < 12 or jdatetime.date(year, 1, 1).isleap() else 29


class Hijri(Gregorian):
    key = "hijri"
    first, last = date(1924, 8, 1), date(2077, 10, 17)
    years = range(1343, 1501)

    def fields(self, day):
        _require(self, day)
        return _hijri(day)

    def date(self, year, month, day):
        try:
            return date(*hijridate.Hijri(year, month, day).to_gregorian().datetuple())
        except OverflowError as error:
            raise OutOfRange(str(error)) from error

    def month_length(self, year, month):
        return hijridate.Hijri(year, month, 1).month_length()


CALENDARS = {each.key: each for each in (Gregorian(), Jalali(), Hijri())}


@lru_cache(maxsize=4096)
def _jalali(day):
    found = jdatetime.date.fromgregorian(date=day)
    return found.year, found.month, found.day


@lru_cache(maxsize=4096)
def _hijri(day):
    return hijridate.Gregorian.fromdate(day).to_hijri().datetuple()


def _require(which, day):
    if not which.covers(day):
        raise OutOfRange(f"{day} is outside the {which.key} calendar")


def reading(day=None):
    """The reader's calendar; the Gregorian one when theirs doesn't reach the day."""
    chosen = CALENDARS[current().calendar]
    return chosen if day is None or chosen.covers(day) else CALENDARS["gregorian"]


def first_of_month(day, which=None):
    which = which or reading(day)
    return day - timedelta(days=which.fields(day)[2] - 1)


def first_of_quarter(day, which=None):
    which = which or reading(day)
    year, month, _day = which.fields(day)
    return which.date(year, month - (month - 1) % 3, 1)


def first_of_half(day, which=None):
    which = which or reading(day)
    year, month, _day = which.fields(day)
    return which.date(year, month - (month - 1) % 6, 1)


def first_of_year(day, which=None):
    which = which or reading(day)
    return which.date(which.fields(day)[0], 1, 1)


def last_of_month(day, which=None):
    which = which or reading(day)
    return add_months(first_of_month(day, which), 1, which) - timedelta(days=1)


def add_months(day, months, which=None):
    """The same day `months` later or earlier, or the last day of that month where it is shorter. OutOfRange."""
    which = which or reading(day)
    year, month, wanted = which.fields(day)
    years, month = divmod(month - 1 + months, 12)
    year, month = year + years, month + 1
    try:
        return which.date(year, month, min(wanted, which.month_length(year, month)))
    except (ValueError, OverflowError) as error:
        raise OutOfRange(f"no month {year}-{month} in the {which.key} calendar") from error


def add_years(day, years, which=None):
    """The same day of another year, or that month's last where the year has no such day. OutOfRange."""
    return add_months(day, 12 * years, which)


def first_of_week(day, week_start=None):
    """The first day of the reader's week (0 is Monday) that holds the day."""
    start = current().week_start if week_start is None else week_start
    return day - timedelta(days=(day.weekday() - start) % 7)


@lru_cache(maxsize=3)
def month_table(key):
    """[first year, its first day, a hexadecimal number for each year]: the lengths of the months that people mean, for
    the page's date picker. Hijri: two bits for each month, Muharram lowest, with its days over 28 (some early months
    had 28 or 31); Jalali: 1 in leap years. None for the Gregorian calendar, which browsers know."""
    which = CALENDARS[key]
    if key == "gregorian":
        return None
    bits = _days_over_28 if key == "hijri" else _is_leap
    return [which.years[0], which.date(which.years[0], 1, 1).isoformat(), [f"{bits(year):x}" for year in which.years]]


def _days_over_28(year):
    return sum(CALENDARS["hijri"].month_length(year, month) - 28 << 2 * (month - 1) for month in range(1, 13))


def _is_leap(year):
    return CALENDARS["jalali"].month_length(year, 12) - 29
