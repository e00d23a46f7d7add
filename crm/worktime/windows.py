"""The hours of one day as people write them: 9–12:30, 14–18; ۹ تا ۱۷; empty is closed."""

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.l10n.dates import parse_time
from crm.l10n.numbers import localize_digits
from crm.lib.digits import plain

DAY = 24 * 60
MOST = 8  # windows of one day
_BETWEEN_WINDOWS = re.compile(r"\s*(?:[,;،؛+&\n]|\band\b|\sو\s)\s*")
_BETWEEN_TIMES = re.compile(r"\s*(?:-|–|—|−|\bto\b|\bتا\b|\bإلى\b|\bالى\b)\s*")


def parse_windows(text):
    """[[from, to], …] minutes of the day, in order; `to` beyond 1440 is after midnight. Raises ValidationError."""
    parts = [part for part in _BETWEEN_WINDOWS.split(plain(text)) if part]
    found = sorted(_window(part) for part in parts)
    if len(found) > MOST:
        raise ValidationError(_("These are too many hours for one day."), code="many")
    if any(end > start for (_start, end), (start, _end) in zip(found, found[1:], strict=False)):
        raise ValidationError(_("These hours overlap."), code="overlap")
    if found and found[-1][1] > DAY + found[0][0]:
        raise ValidationError(_("These hours overlap."), code="overlap")
    return [list(window) for window in found]


def format_windows(windows):
    """The windows in the reader's digits, as parse_windows reads them: 09:00–12:30, 14:00–18:00."""
    return localize_digits(", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in windows))


def _window(text):
    ends = _BETWEEN_TIMES.split(text)
    if len(ends) != 2:
        raise _unreadable()
    start, end = _minutes(ends[0]), _minutes(ends[1])
    if start == DAY:
        raise _unreadable()
    return start, end if end > start else end + DAY


def _minutes(text):
    if re.fullmatch(r"24(?::00)?", text, re.ASCII):
        return DAY
    try:
        found = parse_time(re.sub(r"^(\d{1,2})(?=$|\s*[^\d:\s])", r"\1:00 ", text).strip())
    except ValidationError as error:
        raise _unreadable() from error
    return found.hour * 60 + found.minute


def _clock(minutes):
    if minutes == DAY:
        return "24:00"
    return time(minutes // 60 % 24, minutes % 60).strftime("%H:%M")


def _unreadable():
    example = format_windows([(9 * 60, 13 * 60), (14 * 60, 18 * 60)])
    return ValidationError(_("Write hours, like %(example)s.") % {"example": example}, code="hours")
