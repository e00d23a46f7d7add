"""From a cell as somebody typed it to a value: whatever the digits, the calendar, and the words for "nothing"."""

import datetime
import re
from functools import cache, lru_cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from crm.l10n.dates import parse_date
from crm.l10n.state import current
from crm.lib.digits import plain
from crm.lib.phones import PhoneError, parse, split
from crm.lib.text import fold


def _words(text):
    return {fold(word.replace("_", " ")) if len(word) > 1 else fold(word) for word in text.split()}


# What people write into a cell that has no value: into any, and into those that ask for a number, address or choice.
NOTHING = _words(
    "- -- --- — – _ . / ? ?? ؟ none null n/a n.a. #n/a #ref! #value! #null! ندارد نداره ندارم نامشخص نامعلوم"
    " لايوجد لا_يوجد ليس_لديه غير_محدد غير_معروف"
)
NO_SUCH = NOTHING | _words("no nil na nan x xx xxx unknown tbd 0 00 0000-00-00 00/00/0000 بدون خالی لا نه")
SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
EDGES = " \u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
UNCLEAN = re.compile(f"[\x00-\x1f\x7f\u00a0\u2000-\u200a\u202f\u3000]|  |^['{EDGES}]|[{EDGES}]$")
BETWEEN_MAILS = re.compile(r"[\s,;؛،/|<>\"]+")
BETWEEN_TAGS = re.compile(r"[,;؛،|\n]+")
CLOCK = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
MONTH_FIRST = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$")
SHEET_DAYS = range(3_654, 73_051)  # 1910 to 2100, as spreadsheets count days
SHEET_DAY = re.compile(r"^[1-7][0-9]{4}(\.[0-9]+)?$")  # as text, from 1927: four figures could be a year
SHEET_EPOCH = datetime.date(1899, 12, 30)
MOST_TAGS, LONGEST_TAG, LONGEST_MAIL = 20, 40, 254
WORDS = {"text", "lines", "tags", "number", "money", "yes", "option", "options"}  # kinds in which "no" or 0 is a value
LONGEST_NOTHING = 16
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones in an East Asian Excel
_is_web_address = URLValidator(schemes=["http", "https"])
TOLD = 60  # characters of a cell that a remark repeats


class Unreadable(ValueError):
    """A cell that is not what its column says; the text is for the person importing."""


def is_nothing(cell, kind="text"):
    """Whether the cell holds nothing, in any of the ways people write that into a column of the kind."""
    if isinstance(cell, str):
        text = cell.strip()
        return len(text) <= LONGEST_NOTHING and _says_nothing(text, kind in WORDS)
    return cell is None or (cell == 0 and kind not in WORDS)


@lru_cache(maxsize=10_000)
def _says_nothing(text, in_words):
    folded = fold(text)
    return not folded or folded in (NOTHING if in_words else NO_SUCH)


def as_text(cell):
    """The cell as it would be typed, on one line or several."""
    if isinstance(cell, dict):  # a real date of a spreadsheet, as staged
        return cell["day"]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    if not UNCLEAN.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text[:1] == "'" and text[1:2] in FORMULA:
        text = text[1:]  # our own error file, mended and brought back
    lines = (SPACE.sub(" ", CONTROLS.sub("", line)).strip(EDGES) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def line(cell):
    return " ".join(as_text(cell).split("\n"))


def phones(cell):
    """The numbers in a cell, E.164. Raises Unreadable when there is none."""
    text = plain(as_text(cell).replace("\n", "|"))
    each = [_phone(part) for part in split(text)]
    whole = "" if each and all(each) else _phone(text)  # one number may hold what parts several
    found = [whole] if whole else list(filter(None, each))
    if not found:
        raise Unreadable(_("“%(text)s” is not a phone number.") % {"text": shown(cell)})
    return list(dict.fromkeys(found))


def _phone(text):
    try:
        return parse(text, current().phone_region)
    except PhoneError:
        return ""


def emails(cell):
    """The addresses in a cell, in lower case. Raises Unreadable when there is none."""
    parts = BETWEEN_MAILS.split(plain(as_text(cell)).lower().replace("mailto:", " "))
    found = list(dict.fromkeys(part for part in parts if _is_mail(part)))
    if not found:
        raise Unreadable(_("“%(text)s” is not an e-mail address.") % {"text": shown(cell)})
    return found


def _is_mail(text):
    if "@" not in text or len(text) > LONGEST_MAIL:
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def day(cell, *, month_first=False):
    """The date in a cell; one that is written in figures is read in the calendar of l10n.state. Raises Unreadable."""
    if isinstance(cell, dict):
        return datetime.date.fromisoformat(cell["day"])
    text = CLOCK.sub("", plain(as_text(cell)))
    days = cell if isinstance(cell, int | float) else float(text) if SHEET_DAY.match(text) else 0
    if int(days) in SHEET_DAYS:
        return SHEET_EPOCH + datetime.timedelta(days=int(days))
    if month_first:
        text = MONTH_FIRST.sub(r"\3\2\1\2\4", text)
    try:
        return parse_date(text)
    except ValidationError as error:
        words = {"text": shown(cell), "why": error.messages[0]}
        raise Unreadable(_("“%(text)s” is not a date. %(why)s") % words) from None


def tags(cell):
    parts = (" ".join(part.split()) for part in BETWEEN_TAGS.split(as_text(cell)))
    return list(dict.fromkeys(part[:LONGEST_TAG].strip() for part in parts if part))[:MOST_TAGS]


def link(cell):
    """The address of a website. Raises Unreadable."""
    text = line(cell)
    text = text if "://" in text else f"https://{text}"
    try:
        _is_web_address(text)
    except ValidationError:
        raise Unreadable(_("“%(text)s” is not the address of a website.") % {"text": shown(cell)}) from None
    return text


def country(cell):
    """ISO 3166 code of a country named in one of the three languages, or by its code. Raises Unreadable."""
    try:
        return _countries()[fold(line(cell))]
    except KeyError:
        raise Unreadable(_("“%(text)s” is not a country.") % {"text": shown(cell)}) from None


@cache
def _countries():
    names = {}
    for language in ("en", "ar", "fa"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(fold(name), code)
                names.setdefault(fold(code), code)
    return names


def shown(cell):
    """The cell as a remark repeats it."""
    text = line(cell)
    return text if len(text) <= TOLD else f"{text[:TOLD]}…"


READERS = {
    "text": line,
    "lines": as_text,
    "phone": phones,
    "email": emails,
    "day": day,
    "tags": tags,
    "country": country,
    "link": link,
}
LISTS = {"phone", "email", "tags"}
