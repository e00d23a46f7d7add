"""A stored file as a table of JSON values: its head, some rows to look at, and all of them from a place on."""

from datetime import date, datetime

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.lib import sheets

REASONS = {
    "empty": gettext_lazy("There is nothing in this file."),
    "unreadable": gettext_lazy("This file cannot be read. Save it anew as CSV or as an Excel workbook, and try again."),
    "broken_quotes": gettext_lazy("A quotation mark is opened in this file and never closed. Mend it and try again."),
}


class Unreadable(ValueError):
    """The file is no table; the text says why, to the person who uploaded it."""


class StoredTable:
    """A file in storage, read anew for each walk over its rows."""

    def __init__(self, table):
        self._table = table
        self.head_line = table.head_line
        self.encoding = getattr(table, "encoding", "")
        self.heads = [str(head) or _("Column %(n)s") % {"n": n} for n, head in enumerate(table.heads, 1)]

    def rows(self, after=0):
        """(line, cells as JSON values) of each filled row below line `after` and below the head."""
        try:
            for line, cells in self._table.rows(after=max(after, self.head_line)):
                yield line, [_json(cell) for cell in cells]
        except sheets.SheetError as error:
            raise Unreadable(REASONS[error.reason]) from error

    def sample(self, most):
        """The first rows, cells only."""
        return [cells for (_line, cells), _n in zip(self.rows(), range(most), strict=False)]


def open_table(stored_name, file_name):
    """The table in a stored file. Raises Unreadable."""
    try:
        return StoredTable(sheets.open_table(default_storage.open(stored_name, "rb"), file_name))
    except sheets.SheetError as error:
        raise Unreadable(REASONS[error.reason]) from error


def _json(cell):
    """Real dates of a spreadsheet are marked as such, so that no calendar is guessed for them."""
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell
