"""Dates and times as the reader writes and types them: their calendar, digits, names and clock."""

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from crm.l10n import calendars, relative
from crm.l10n.calendar_names import MONTH_WORDS, MONTHS, WEEKDAY_WORDS, WEEKDAYS, key
from crm.l10n.numbers import localize_digits
from crm.l10n.recurrence import Anniversary
from crm.l10n.state import current
from crm.lib.digits import plain

_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*"
    r"(?P<half>[ap]\.?m\.?|صباحا|مساء|ص|م|ق\.?ظ|ب\.?ظ|قبل از ظهر|بعد از ظهر)?$",
    re.IGNORECASE,
)
_AFTERNOON = ("p", "م", "ب")
_SOON = re.compile(r"\+ ?(\d{1,4}) ?(h|min|ساعة|ساعت|دقيقة|دقیقه)", re.IGNORECASE | re.ASCII)
_SPANS = {"h": "hours", "ساعة": "hours", "ساعت": "hours", "min": "minutes", "دقيقة": "minutes", "دقیقه": "minutes"}


def today():
    """The reader's day."""
    return timezone.localdate()


def format_date(day, style="short"):
    """A date in the reader's calendar. short: Today, Tue 24 Nov, or 24 Nov 2024 of another year; medium:
    24 Nov 2026; long: Tuesday 24 November 2026; numeric: 2026/11/24, as fields show it.

    A day that the reader's calendar doesn't reach is written in the Gregorian one, and says so.
    """
    which, reader = calendars.reading(day), current()
    if style == "short":
        now = today()
        near = _near((day - now).days)
        if near:
            return near
        this_year = which.covers(now) and which.fields(day)[0] == which.fields(now)[0]
        style = "weekday" if this_year else "medium"
    text = _written(day, style, which, reader)
    return text if which.key == reader.calendar else _("%(date)s (Gregorian)") % {"date": text}


@lru_cache(maxsize=8192)
def _written(day, style, which, reader):
    """A page of a list writes the same few days again and again. `reader` is who is served: it makes the key."""
    year, month, number = which.fields(day)
    if style == "numeric":
        text = f"{year:04}/{month:02}/{number:02}"
    else:
        text = f"{number} {_month(which.key, month, style)}"
        text = text if style == "weekday" else f"{text} {year}"
        text = text if style == "medium" else f"{_weekday(day, style)} {text}"
    return localize_digits(text)


def format_anniversary(anniversary):
    """A day of every year: 1 Shawwal."""
    month = MONTHS[anniversary.calendar][current().language][anniversary.month - 1]
    return localize_digits(f"{anniversary.day} {month}")


def format_month(day):
    """The month that holds the day, with its year: November 2026."""
    which = calendars.reading(day)
    year, month, _day = which.fields(day)
    return localize_digits(f"{_month(which.key, month, 'long')} {year}")


def format_time(moment):
    """14:30, of a time or of a moment in the reader's zone."""
    moment = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return localize_digits(f"{moment.hour:02}:{moment.minute:02}")


def format_datetime(moment, style="short"):
    """A moment on the reader's clock: Today 14:30, Tue 24 Nov 14:30; the styles are those of format_date."""
    moment = timezone.localtime(moment)
    text, clock = format_date(moment.date(), style), format_time(moment.time())
    return _both(current().language) % {"date": text, "time": clock} if style == "long" else f"{text} {clock}"


@lru_cache
def _both(language):
    """How a date and a time stand together in a language."""
    with override(language):
        return _("%(date)s, %(time)s")


def format_relative(moment, now=None):
    """How far a moment is from now: 13 minutes ago, in 2 days."""
    seconds = (moment - (now or timezone.now())).total_seconds()
    if abs(seconds) < 60:
        return _("just now")
    unit, count = _in_units(abs(seconds))
    return _distance(seconds > 0, unit, count, current())


@lru_cache(maxsize=4096)
def _distance(ahead, unit, count, reader):
    """In the words of `reader`, who is served."""
    forms = _AHEAD if ahead else _AGO
    return forms[unit](count) % {"count": localize_digits(str(count))}


def format_late(due, now=None):
    """How long a moment, or a day, is past: 2 days late. "" while it is not."""
    if isinstance(due, datetime):
        seconds = ((now or timezone.now()) - due).total_seconds()
    else:
        seconds = (timezone.localdate(now) - due).days * 86_400
    if seconds < 60:
        return ""
    unit, count = _in_units(seconds)
    return _LATE[unit](count) % {"count": localize_digits(str(count))}


def parse_date(text):
    """The date a person typed in any digits: 1405/9/1, 1-9-1405, 24 Nov 2026, ۱ آذر ۱۴۰۵, 24 نوفمبر 2026; and as
    crm.l10n.relative says: tomorrow, +3d, next Monday, 12 Mehr (the nearest one).

    Year first or day first, never month first. The calendar is the reader's, unless the month's name or a year
    that the reader's calendar can't mean says another. Two-digit years are not guessed. Raises ValidationError.
    """
    text = plain(text)
    said = _said(text)
    if said:
        return said
    numbers, month_word = _parts(text)
    if len(numbers) == 1 and not month_word and re.fullmatch(r"\d{8}", numbers[0], re.ASCII):
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:]]
    if len(numbers) != (2 if month_word else 3):
        raise _unreadable()
    if month_word:
        numbers.insert(1, str(month_word[1]))
    if len(numbers[0]) <= 2:
        numbers.reverse()
    if len(numbers[0]) != 4 or max(map(len, numbers[1:])) > 2:
        short_year = max(map(len, numbers)) <= 2
        raise _error(_("Write the year with four digits."), "short_year") if short_year else _unreadable()
    return _resolve(*map(int, numbers), month_word and month_word[0])


def parse_anniversary(text):
    """The day of every year that a person typed: 1 Shawwal, ۲۲ بهمن, 25 December; or with numbers alone, month and
    day in the reader's calendar: 1/1. Raises ValidationError."""
    text = plain(text)
    try:
        found = relative.day_of_year(text)
        numbers = re.fullmatch(r"(\d{1,2})[/-](\d{1,2})", text, re.ASCII)
        found = found or (numbers and Anniversary(current().calendar, int(numbers[1]), int(numbers[2])))
    except ValueError as error:
        raise _error(_("No year has this day."), "no_such_date") from error
    if not found:
        example = format_anniversary(Anniversary(current().calendar, 1, 1))
        raise _error(_("Write a day and a month, like %(example)s.") % {"example": example}, "date")
    return found


def parse_time(text):
    """A time of day: 14:30, 2:30 pm, ۱۴:۳۰, 2:30 م. Raises ValidationError."""
    found = _TIME.fullmatch(plain(text))
    if not found:
        raise _error(_("Write a time, like %(example)s.") % {"example": localize_digits("14:30")}, "time")
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith(_AFTERNOON) else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError as error:
        raise _error(_("There is no such time of day."), "time") from error


def parse_datetime(text):
    """The moment a person typed, on the reader's clock: 1405/09/01 14:30, tomorrow 9:00, +2h. A time alone is today's.

    Raises ValidationError, also for the hour that a change to summer time leaves out.
    """
    text = re.sub(r"(?<=\d)T(?=\d)", " ", plain(text))
    soon = _SOON.fullmatch(text)
    if soon:
        return timezone.now().replace(second=0, microsecond=0) + timedelta(**{_SPANS[soon[2].lower()]: int(soon[1])})
    clock = _TIME.search(text)
    if not clock:
        example = localize_digits("14:30")
        raise _error(_("Write the time too, like %(example)s.") % {"example": example}, "no_time")
    before = text[: clock.start()].strip(" ,،-")
    moment = datetime.combine(parse_date(before) if before else today(), parse_time(clock[0]))
    aware = moment.replace(tzinfo=timezone.get_current_timezone())
    if timezone.localtime(aware.astimezone(UTC)).replace(tzinfo=None) != moment:
        raise _error(_("The clocks go forward that day: there is no such time."), "gap")
    return aware


def example_date():
    """Today as the reader would type it, to show in an empty field."""
    return format_date(today(), "numeric")


def example_datetime():
    """Today at nine, as the reader would type it."""
    return f"{example_date()} {localize_digits('09:00')}"


def _near(away):
    if abs(away) > 1:
        return None
    return _("Today") if not away else _("Tomorrow") if away > 0 else _("Yesterday")


def _weekday(day, style):
    language = current().language
    name = WEEKDAYS[language][day.weekday()]
    return name[:3] if style == "weekday" and language == "en" else name


def _month(calendar, month, style):
    language = current().language
    name = MONTHS[calendar][language][month - 1]
    return name[:3] if style != "long" and (language, calendar) == ("en", "gregorian") else name


def _in_units(seconds):
    minutes, days = int(seconds // 60), int(seconds // 86_400)
    if minutes < 60:
        return "minute", minutes
    if days < 1:
        return "hour", minutes // 60
    if days < 60:
        return "day", days
    return ("month", days // 30) if days < 730 else ("year", days // 365)


_AGO = {
    "minute": lambda n: ngettext("%(count)s minute ago", "%(count)s minutes ago", n),
    "hour": lambda n: ngettext("%(count)s hour ago", "%(count)s hours ago", n),
    "day": lambda n: ngettext("%(count)s day ago", "%(count)s days ago", n),
    "month": lambda n: ngettext("%(count)s month ago", "%(count)s months ago", n),
    "year": lambda n: ngettext("%(count)s year ago", "%(count)s years ago", n),
}
_AHEAD = {
    "minute": lambda n: ngettext("in %(count)s minute", "in %(count)s minutes", n),
    "hour": lambda n: ngettext("in %(count)s hour", "in %(count)s hours", n),
    "day": lambda n: ngettext("in %(count)s day", "in %(count)s days", n),
    "month": lambda n: ngettext("in %(count)s month", "in %(count)s months", n),
    "year": lambda n: ngettext("in %(count)s year", "in %(count)s years", n),
}
_LATE = {
    "minute": lambda n: ngettext("%(count)s minute late", "%(count)s minutes late", n),
    "hour": lambda n: ngettext("%(count)s hour late", "%(count)s hours late", n),
    "day": lambda n: ngettext("%(count)s day late", "%(count)s days late", n),
    "month": lambda n: ngettext("%(count)s month late", "%(count)s months late", n),
    "year": lambda n: ngettext("%(count)s year late", "%(count)s years late", n),
}


def _said(text):
    """A day that is typed without a year, or None."""
    said = relative.relative_day(text, today())
    if said:
        return said
    try:
        yearly = relative.day_of_year(text)
        return yearly and relative.nearest(yearly, today())
    except ValueError as error:
        raise _error(_("There is no such date."), "no_such_date") from error


def _parts(text):
    """The numbers of a typed date and, where it is named, its (calendar, month)."""
    numbers = re.findall(r"\d+", text)
    word = key(re.sub(r"\d", "", text))
    weekday = next(filter(word.startswith, WEEKDAY_WORDS), "")
    word = word.removeprefix(weekday)
    if word and word not in MONTH_WORDS:
        raise _unreadable()
    return numbers, MONTH_WORDS.get(word)


def _resolve(year, month, day, named_calendar):
    which = calendars.CALENDARS[named_calendar or calendar_of(year)]
    try:
        if year not in which.years:
            raise ValueError("not a year that people mean")
        return which.date(year, month, day)
    except ValueError as error:
        if 1 <= month <= 12 and year in which.years:
            shown = {"month": _month(which.key, month, "long"), "year": localize_digits(str(year))}
            days = localize_digits(str(which.month_length(year, month)))
            message = _("%(month)s %(year)s has %(days)s days.") % {**shown, "days": days}
            raise _error(message, "no_such_day") from error
        raise _error(_("There is no such date."), "no_such_date") from error


def calendar_of(year):
    """The calendar that a year is counted in: the reader's own, unless it is far from any year they would mean.

    Between the two Islamic calendars a Gregorian reader's language decides, and in English the nearer year.
    """
    chosen = calendars.CALENDARS[current().calendar]
    if year in chosen.years or year not in range(1200, 1600):
        return chosen.key if year in chosen.years else "gregorian"
    if chosen.key != "gregorian":
        return chosen.key
    jalali, hijri = (calendars.CALENDARS[each].fields(today())[0] for each in ("jalali", "hijri"))
    nearer = "jalali" if abs(year - jalali) <= abs(year - hijri) else "hijri"
    return {"fa": "jalali", "ar": "hijri"}.get(current().language, nearer)


def _unreadable():
    message = _("Write a date, like %(example)s.") % {"example": example_date()}
    return _error(message, "date")


def _error(message, code):
    return ValidationError(message, code=code)
