"""What a column means: by its head, in any of the three languages, or else by what stands in it."""

import re
from collections import Counter

from django.utils.translation import override

from crm.l10n import calendars
from crm.l10n.dates import today
from crm.l10n.state import current
from crm.lib.digits import plain
from crm.lib.text import fold
from crm.transfer.models import ImportJob
from crm.transfer.values import READERS, Unreadable, as_text, is_nothing

MANY = {"text", "lines", "phone", "email", "tags"}  # kinds that several columns may fill together
TELLING = ("email", "phone", "day")  # kinds that cells give away by themselves
ENOUGH = 0.6  # share of filled cells that must read as the kind
FEWEST = 3  # filled cells, for any guess by content
BETWEEN = re.compile(r"[\W_]+")
IN_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
FIGURES = re.compile(r"^(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})\b")
Dates = ImportJob.Dates


def guess_mapping(heads, sample, fields):
    """The field for each column ("" for none). `heads` are "" where there is none; `sample` is cells of some rows."""
    known = _texts(fields)
    mapping = []
    for index, head in enumerate(heads):
        cells = [row[index] for row in sample if index < len(row)]
        field = _by_head(head, known) or _by_content(head, cells, fields)
        taken = field and field.kind not in MANY and field.name in mapping
        mapping.append(field.name if field and not taken else "")
    return _instead(_beside(mapping, fields), fields)


def _instead(mapping, fields):
    """`Arabic name` beside `English name` are the name and the name in the other script."""
    for field in fields:
        if field.instead and field.name in mapping and not set(field.instead).intersection(mapping):
            mapping[mapping.index(field.name)] = field.instead[0]
    return mapping


def _beside(mapping, fields):
    """`نام` is a whole name, but the first one next to `نام خانوادگی`."""
    meant = {field.name: field.beside[1] for field in fields if field.beside and field.beside[0] in mapping}
    return [meant[name] if name in meant and meant[name] not in mapping else name for name in mapping]


def knows_any(heads, fields):
    """Whether a head says what it means; where none does, it may be no head at all."""
    known = _texts(fields)
    return any(_by_head(head, known) for head in heads)


def repeated(mapping, fields):
    """Fields that more than one column fills, and only one can."""
    times = Counter(filter(None, mapping))
    return [field for field in fields if times[field.name] > 1 and field.kind not in MANY]


def _texts(fields):
    """{what a head comes down to: the field it means}, by names, labels in each language, and aliases."""
    found = {}
    for field in fields:
        texts = [field.name, *field.aliases]
        for language in ("ar", "fa", "en"):
            with override(language):
                texts.append(str(field.label))
        for text in texts:
            found.setdefault(_key(text), field)
    return found


def _key(text):
    """A head without what differs between hands: case, spelling, spaces, signs."""
    return BETWEEN.sub("", fold(str(text)))


def _by_head(head, known):
    """The field of `E-mail:`, `Phone (mobile)` and `تلفن ۲`; None for a head that means nothing we know."""
    key = _key(head)
    shorter = _key(IN_BRACKETS.sub("", str(head)))
    return next((known[each] for each in (key, shorter, shorter.rstrip("0123456789")) if each and each in known), None)


def _by_content(head, cells, fields):
    """Addresses are known by sight. Numbers and dates may be of anything (an identity card, an order), so they are
    guessed only where no head says otherwise."""
    filled = [cell for cell in cells if not is_nothing(cell, "email")]
    if len(filled) < FEWEST:
        return None
    for kind in TELLING:
        if kind == "email" or not head:
            field = next((field for field in fields if field.kind == kind), None)
            if field and sum(_reads(cell, kind) for cell in filled) / len(filled) >= ENOUGH:
                return field
    return None


def _reads(cell, kind):
    if kind == "day" and isinstance(cell, int | float):
        return False
    try:
        return bool(READERS[kind](cell))
    except Unreadable:
        return False


def guess_dates(cells):
    """How dates in these cells are written (ImportJob.Dates), by what only one calendar or order allows; where nothing
    tells, as the reader of l10n.state writes them."""
    found = [numbers for cell in cells if isinstance(cell, str) and (numbers := _figures(cell))]
    years, months, days = ([each[place] for each in found] for place in range(3))
    islamic = [year for year in years if 1200 <= year < 1600]
    if len(islamic) * 2 > len(years):
        return _islamic(islamic, days)
    if any(day > 12 for day in days) and not any(month > 12 for month in months):
        return Dates.GREGORIAN
    if any(month > 12 for month in months):
        return Dates.MONTH_FIRST
    return Dates.GREGORIAN


def _figures(cell):
    """(year, month, day) as written, the day taken for the first where the year is the last."""
    match = FIGURES.match(plain(as_text(cell)))
    if match is None:
        return None
    first, second, third = match.groups()
    if len(first) == 4:
        return int(first), int(second), int(third)
    return (int(third), int(second), int(first)) if len(third) == 4 else None


def _islamic(years, days):
    """Jalali or Hijri: each has years that the other would put into the future or before living memory, and no Hijri
    month has 31 days."""
    this_year = {name: calendars.CALENDARS[name].fields(today())[0] for name in ("jalali", "hijri")}
    if any(day > 30 for day in days) or min(years) < calendars.CALENDARS["hijri"].years.start:
        return Dates.JALALI
    if max(years) > this_year["jalali"] + 5:
        return Dates.HIJRI
    chosen = current().calendar
    if chosen in this_year:
        return Dates(chosen)
    return Dates.HIJRI if current().language == "ar" else Dates.JALALI
