"""Days that people type by where they lie: tomorrow, فردا, +3d, next Monday, بعد 3 أيام; and days of no year: 12 Mehr.

Understood in the three languages whatever the reader's own, since people type in the one their keyboard is set to.
"""

import re
from datetime import timedelta

from crm.l10n import calendars
from crm.l10n.calendar_names import MONTH_WORDS, WEEKDAYS, key
from crm.l10n.recurrence import Anniversary


def _keys(text):
    return frozenset(key(word) for word in text.split("|"))


_NEAR = {
    0: _keys("today|now|اليوم|امروز"),
    1: _keys("tomorrow|tmr|غدا|غدًا|بكرة|فردا"),
    -1: _keys("yesterday|أمس|البارحة|دیروز"),
    2: _keys("day after tomorrow|بعد غد|بعد غدا|پس‌فردا|پسفردا"),
    -2: _keys("day before yesterday|أول أمس|أول من أمس|پریروز"),
}
_UNITS = {
    "day": _keys("d|day|days|يوم|يوما|يومًا|أيام|ي|روز|ر"),
    "week": _keys("w|week|weeks|أسبوع|أسبوعا|أسابيع|هفته|ه"),
    "month": _keys("m|mo|month|months|شهر|شهرا|أشهر|شهور|ش|ماه"),
    "year": _keys("y|year|years|سنة|سنوات|عام|عاما|أعوام|س|سال"),
}
_AHEAD = ("in", "بعد", "خلال")
_AGO = ("ago", "قبل", "پیش")
_LATER = ("from now", "later", "دیگر", "بعد", "آینده", "من الآن")
_DAY_WORDS = {key(name): number for names in WEEKDAYS.values() for number, name in enumerate(names)} | {
    key(name[:3]): number for number, name in enumerate(WEEKDAYS["en"])
}
_NEXT = [key(word) for word in ("next", "coming", "القادم", "القادمة", "المقبل", "المقبلة", "آینده", "بعد")]
_PAST = [key(word) for word in ("last", "الماضي", "الماضية", "گذشته", "قبل")]
_FARTHEST = 5000  # of any unit


def relative_day(text, today):
    """The date that plain text (crm.lib.digits.plain) means from a day on; None when it says no such thing."""
    word = key(text)
    for away, words in _NEAR.items():
        if word in words:
            return today + timedelta(days=away)
    return _counted(text, today) or _weekday(word, today)


def day_of_year(text):
    """The Anniversary that "12 Mehr" or "Dec 25" says; None for anything else. ValueError for a day no year has."""
    found = re.fullmatch(r"(\d{1,2})\D+|\D+(\d{1,2})", text, re.ASCII)
    month = found and MONTH_WORDS.get(key(re.sub(r"\d", "", text)))
    return Anniversary(*month, int(found[1] or found[2])) if month else None


def nearest(anniversary, today):
    """Its date that lies nearest to a day; the coming one of two that lie equally far. OutOfRange."""
    before, after = anniversary.on_or_before(today), anniversary.on_or_after(today)
    return before if today - before < after - today else after


def _counted(text, today):
    """+3d, -2w, in 3 days, 3 days ago, بعد 3 أيام, ۳ روز دیگر."""
    found = re.fullmatch(r"(?P<before>[^\d]*?)\s*(?P<count>\d{1,4})\s*(?P<after>[^\d]*)", text, re.ASCII)
    if not found or int(found["count"]) > _FARTHEST:
        return None
    before, after = found["before"].strip().lower(), found["after"].strip().lower()
    sign = {"+": 1, "-": -1, "−": -1}.get(before) or _sign(before, _AHEAD, 1) or _sign(before, _AGO, -1)
    if not sign and before:
        return None
    for words, way in ((_AGO, -1), (_LATER, 1)) if not sign else ():
        ending = next((word for word in words if after.endswith(word)), "")
        if ending:
            sign, after = way, after.removesuffix(ending).strip()
            break
    unit = next((name for name, words in _UNITS.items() if key(after) in words), None)
    return _moved(today, unit, sign * int(found["count"])) if sign and unit else None


def _sign(before, words, way):
    return way if before in words else 0


def _moved(today, unit, count):
    try:
        if unit in ("day", "week"):
            return today + timedelta(days=count * (7 if unit == "week" else 1))
        return calendars.add_months(today, count * (12 if unit == "year" else 1))
    except (OverflowError, calendars.OutOfRange):
        return None


def _weekday(word, today):
    """Monday, next Monday, الاثنين القادم: the coming one, never today; last Monday: the one before today."""
    way = 1
    for endings, direction in ((_NEXT, 1), (_PAST, -1)):
        for ending in endings:
            if word != ending and (word.startswith(ending) or word.endswith(ending)):
                bare = word.removeprefix(ending).removesuffix(ending)
                if bare in _DAY_WORDS:
                    word, way = bare, direction
    if word not in _DAY_WORDS:
        return None
    if way > 0:
        return today + timedelta(days=(_DAY_WORDS[word] - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - _DAY_WORDS[word] - 1) % 7 + 1)
