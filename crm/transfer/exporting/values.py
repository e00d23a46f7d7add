"""Records as the cells of a table that other programs go on with: numbers stay numbers, and days days where the
reader's calendar is the one that spreadsheets know; in other calendars they are written as the reader writes them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.l10n.dates import format_date, format_datetime
from crm.l10n.state import current
from crm.lib.money import to_decimal
from crm.ui.rows import Drawing, value_of


def heads_of(columns):
    """The head row: an amount has two columns, the number and its currency."""
    heads = []
    for column in columns:
        heads.append(str(column.label))
        if column.cell == "money":
            heads.append(_("%(amount)s: currency") % {"amount": column.label})
    return heads


def rows_of(record_type, member, records, columns):
    """The rows of these records, as lists of str, int, Decimal, bool, date, datetime or None."""
    drawing = Drawing(record_type, member, records, columns)
    return [[cell for column in columns for cell in _cells(drawing, column, record)] for record in records]


def _cells(drawing, column, record):
    value = value_of(record, column.name)
    if column.cell == "money":
        return [to_decimal(*value), value[1]] if value and value[0] is not None else [None, None]
    if value in (None, "", [], ()):
        return [None]
    if column.cell in _READ:
        return [_READ[column.cell](value)]
    shown = drawing.cell(column, record)
    return [_("Yes") if shown.kind == "yes" else shown.text or ", ".join(shown.items) or None]


def _number(value):
    return value


def _text(value):
    return str(value)


def _day(value):
    if isinstance(value, str):  # as custom fields keep it
        value = date.fromisoformat(value)
    value = timezone.localdate(value) if isinstance(value, datetime) else value
    return value if current().calendar == "gregorian" else format_date(value, "numeric")


def _moment(value):
    if not isinstance(value, datetime):
        return _day(value)
    local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return local if current().calendar == "gregorian" else format_datetime(value, "numeric")


# How a kind of cell is read where the list shortens or dresses it; of all others, what the list shows is taken.
_READ = {
    "number": _number, "day": _day, "moment": _moment, "ago": _moment,
    "phone": _text, "email": _text, "link": _text, "text": _text, "lines": _text,
}  # fmt: skip


def packed(cell):
    """A cell as JSON can keep it until the file is put together."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, str | int | bool) else {"number": str(cell)}


_UNPACK = {"moment": datetime.fromisoformat, "day": date.fromisoformat, "number": Decimal}


def unpacked(cell):
    """The cell that `packed` made JSON of."""
    if not isinstance(cell, dict):
        return cell
    [(kind, text)] = cell.items()
    return _UNPACK[kind](text)
