"""Stretches of time as people say them: "this Mehr", "Mehr 1404", "Q3 2025", "1404", "last 45 days", two dates.

What is typed stays as it was typed in addresses and saved views; it is read again for whoever opens them.
"""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from crm.l10n import calendars, dates
from crm.l10n.calendar_names import MONTH_WORDS, key
from crm.l10n.numbers import localize_digits
from crm.l10n.periods import PERIODS, Period, period
from crm.lib.digits import plain

LANGUAGES = ("ar", "fa", "en")
_BETWEEN = re.compile(r"\s*(?:\.\.|–|—|\bto\b|\buntil\b| تا | إلى | الى | حتى |\s-\s)\s*")
_ROLLING = re.compile(r"(?P<way>last|past|next|آخر|الأخيرة|القادمة|گذشته|آینده)", re.IGNORECASE)
_AHEAD = {"next", "القادمة", "آینده"}
_DAYS = {
    **dict.fromkeys(map(key, ("day", "days", "يوم", "يوما", "يومًا", "أيام", "روز")), 1),
    **dict.fromkeys(map(key, ("week", "weeks", "أسبوع", "أسبوعا", "أسابيع", "هفته")), 7),
}
_THIS = tuple(key(word) for word in ("this", "هذا", "الحالي", "این", "امسال", "جاری"))
_LAST = tuple(key(word) for word in ("last", "الماضي", "الفائت", "گذشته", "پارسال"))
_NEXT = tuple(key(word) for word in ("next", "القادم", "المقبل", "آینده"))
_QUARTER = re.compile(r"(?:q|quarter|الربع|ربع|سه[\s\u200c]?ماهه|فصل)[\s\u200c]*([1-4])(?:\D+(\d{4}))?", re.IGNORECASE)


def read_period(text, day=None):
    """The Period that a name of PERIODS or a person's words mean on a day, the reader's today without it.

    Months, quarters and years without a calendar's name are the reader's. Raises ValidationError.
    """
    day, typed = day or dates.today(), plain(text)
    name = typed if re.fullmatch(r"[a-z0-9_]+", typed) else _named(typed)
    try:
        return period(name, day)
    except KeyError:
        pass
    try:
        found = _rolling(typed, day) or _quarter(typed, day) or _month(typed, day) or _year(typed)
    except (calendars.OutOfRange, ValueError):
        found = None
    return found or _two_dates(typed)


def period_label(text):
    """What to call the period that was asked for: its name, or the words for its days. Raises ValidationError."""
    return str(PERIODS[text]) if text in PERIODS else period_words(read_period(text))


def period_words(days):
    """A period in the reader's words: a day, a month of their calendar, a year, or from – to."""
    first, last = days.start, days.last
    which = calendars.reading(first)
    if first == last:
        return dates.format_date(first, "medium")
    if which.covers(last):
        (year, month, number), (last_year, last_month, last_number) = which.fields(first), which.fields(last)
        whole = number == 1 and last_number == which.month_length(last_year, last_month)
        if whole and (year, month) == (last_year, last_month):
            return dates.format_month(first)
        if whole and year == last_year and (month, last_month) == (1, 12):
            return localize_digits(str(year))
    return f"{dates.format_date(first, 'medium')} – {dates.format_date(last, 'medium')}"


def _named(typed):
    """The name of a period whose label, in any of the languages, was typed."""
    wanted = key(typed)
    for language in LANGUAGES:
        with translation.override(language):
            found = next((name for name, label in PERIODS.items() if key(str(label)) == wanted), None)
        if found:
            return found
    return ""


def _rolling(typed, day):
    numbers = re.findall(r"\d+", typed)
    way = _ROLLING.search(typed)
    if len(numbers) != 1 or not way:
        return None
    length = _DAYS.get(key(_ROLLING.sub("", re.sub(r"\d", "", typed))), 0) * int(numbers[0])
    return period(f"{'next' if way[0].lower() in _AHEAD else 'last'}_{length}_days", day) if 0 < length < 9999 else None


def _quarter(typed, day):
    found = _QUARTER.fullmatch(typed)
    if not found:
        return None
    which = _calendar_of(int(found[2])) if found[2] else calendars.reading(day)
    start = which.date(int(found[2]) if found[2] else which.fields(day)[0], 3 * int(found[1]) - 2, 1)
    return Period(start, calendars.add_months(start, 3, which))


def _month(typed, day):
    """Mehr, this Mehr, last Mehr, Mehr 1404: of no year, the one of this year in the month's own calendar."""
    numbers = re.findall(r"\d+", typed)
    word = key(re.sub(r"\d", "", typed))
    moved = 0
    for words, way in ((_THIS, 0), (_LAST, -1), (_NEXT, 1)) if word not in MONTH_WORDS else ():
        said = next((w for w in words if word.startswith(w) or word.endswith(w)), "")
        if said:
            word, moved = word.removeprefix(said).removesuffix(said), way
            break
    if word not in MONTH_WORDS or len(numbers) > 1 or (numbers and len(numbers[0]) != 4):
        return None
    name, month = MONTH_WORDS[word]
    which = calendars.CALENDARS[name]
    year = int(numbers[0]) if numbers else _year_of(which, month, day, moved)
    start = which.date(year, month, 1)
    return Period(start, calendars.add_months(start, 1, which))


def _year_of(which, month, day, moved):
    """This year; "last Mehr" is the last that is over, "next Mehr" the first that has not begun."""
    year, now, _day = which.fields(day)
    if moved < 0:
        return year if month < now else year - 1
    return year + (1 if month <= now else 0) if moved else year


def _year(typed):
    if not re.fullmatch(r"\d{4}", typed, re.ASCII):
        return None
    which = _calendar_of(int(typed))
    start = which.date(int(typed), 1, 1)
    return Period(start, calendars.add_months(start, 12, which))


def _calendar_of(year):
    which = calendars.CALENDARS[dates.calendar_of(year)]
    if year not in which.years:
        raise ValueError("not a year that people mean")
    return which


def _two_dates(typed):
    ends = [end for end in _BETWEEN.split(typed, maxsplit=1) if end]
    try:
        first, last = dates.parse_date(ends[0]), dates.parse_date(ends[-1])
    except (ValidationError, IndexError) as error:
        raise _unreadable() from error
    if last < first:
        raise ValidationError(_("The last day comes before the first."), code="backwards")
    return Period(first, last + timedelta(days=1))


def _unreadable():
    this = dates.format_month(dates.today())
    return ValidationError(_("Write a stretch of time, like %(example)s.") % {"example": this}, code="period")
