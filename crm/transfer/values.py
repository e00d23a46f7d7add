"""From a cell as somebody typed it to a value: whatever the digits, the calendar, and the words for "nothing"."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crm.l10n.dates import parse_date
from crm.l10n.state import current
from crm.lib.digits import to_latin
from crm.lib.phones import PhoneError, parse, split
from crm.lib.text import fold
from crm.transfer.taking import Prepared

_NOTHING = """- -- — none no nil null n/a na x ؟ ? ندارد نداره ندارم بدون لايوجد لا_يوجد"""
NOTHING = {fold(word.replace("_", " ")) for word in _NOTHING.split()}
SPACE = re.compile(r"[ \t\u00a0]+")
LISTED = {"phone", "email", "tags"}


class Unreadable(ValueError):
    """A cell that is not what its column says; the text is for the person importing."""


def prepare(line, cells, heads, mapping, kinds):
    """Prepared values of one row. `mapping` names each column's field, `kinds` the kind of each field.

    A number, address or date that cannot be read is told as a problem of the row and kept in its note.
    """
    values, problems = {}, []
    for head, name, cell in zip(heads, mapping, cells, strict=False):
        if not name or is_nothing(cell):
            continue
        try:
            _add(values, name, kinds[name], read(cell, kinds[name]))
        except Unreadable as error:
            problems.append(str(error))
            if "note" in kinds:
                _add(values, "note", "text", f"{head}: {_plain(cell)}")
    return Prepared(line=line, values=values, problems=tuple(problems))


def _add(values, name, kind, value):
    """Two columns may fill one field: lists grow, texts are joined, of other values the first stands."""
    if kind in LISTED:
        known = values.setdefault(name, [])
        known += [item for item in value if item not in known]
    elif kind == "text" and values.get(name):
        values[name] = f"{values[name]}\n{value}" if name == "note" else f"{values[name]} {value}"
    else:
        values.setdefault(name, value)


def is_nothing(cell):
    """Whether the cell holds nothing, in any of the ways people write it."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or fold(cell) in NOTHING))


def read(cell, kind):
    """The value of one cell. Raises Unreadable."""
    return READERS.get(kind, _text)(cell)


def _plain(cell):
    if isinstance(cell, dict):  # a real date of a spreadsheet, as staged
        return cell["day"]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _text(cell):
    lines = (SPACE.sub(" ", line).strip() for line in _plain(cell).replace("\r", "").split("\n"))
    return "\n".join(line for line in lines if line)


def _phones(cell):
    text = to_latin(_plain(cell))
    whole = _phone(text)
    found = [whole] if whole else [number for part in split(text) if (number := _phone(part))]
    if not found:
        raise Unreadable(_("“%(text)s” is not a phone number.") % {"text": _plain(cell)})
    return found


def _phone(text):
    try:
        return parse(text, current().phone_region)
    except PhoneError:
        return ""


def _emails(cell):
    found = []
    for part in re.split(r"[\s,;؛،/|]+", _plain(cell).lower().removeprefix("mailto:")):
        try:
            validate_email(part)
        except ValidationError:
            continue
        found.append(part)
    if not found:
        raise Unreadable(_("“%(text)s” is not an e-mail address.") % {"text": _plain(cell)})
    return found


def _day(cell):
    if isinstance(cell, dict):
        return datetime.date.fromisoformat(cell["day"])
    try:
        return parse_date(_plain(cell))
    except ValidationError:
        raise Unreadable(_("“%(text)s” is not a date.") % {"text": _plain(cell)}) from None


def _tags(cell):
    return [tag for part in re.split(r"[,;؛،|\n]+", _plain(cell)) if (tag := SPACE.sub(" ", part).strip())]


READERS = {"text": _text, "phone": _phones, "email": _emails, "day": _day, "tags": _tags}
