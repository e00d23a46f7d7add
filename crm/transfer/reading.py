"""A stored file as a table of JSON values: its head, some rows to look at, and all of them."""

from contextlib import contextmanager
from datetime import date, datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.lib import sheets

SAMPLE = 50
MOST_COLUMNS = 300
REASONS = {
    "empty": gettext_lazy("There is nothing in this file."),
    "unreadable": gettext_lazy("This file cannot be read. Save it anew as CSV or as an Excel workbook, and try again."),
    "locked": gettext_lazy("This workbook is protected by a password. Save it without one, and try again."),
    "too_large": gettext_lazy("This workbook is too large. Save it as CSV, and import that."),
    "broken_quotes": gettext_lazy(
        "A quotation mark is opened in this file and never closed, or a cell is longer than a million characters."
        " Mend it and try again."
    ),
}


class Unreadable(ValueError):
    """The file is no table; the text says why, to the person who uploaded it."""


@contextmanager
def open_table(stored_name, file_name, head_line=None):
    """The table in a stored file, open within the block; its rows are those below `head_line`, or below the head that
    is found. Raises Unreadable, also while its rows are read.
    """
    try:
        with default_storage.open(stored_name, "rb") as file:
            yield StoredTable(sheets.open_table(file, file_name), head_line)
    except sheets.SheetError as error:
        raise Unreadable(REASONS[error.reason]) from error


def forget(job):
    """Delete the import's file, once this transaction is sure to have happened."""
    name, job.file = job.file, ""
    if name:
        job.save(update_fields=["file"])
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


class StoredTable:
    def __init__(self, table, head_line=None):
        self._table = table
        self.head_line = table.head_line if head_line is None else head_line
        self.encoding = getattr(table, "encoding", "")
        self.delimiter = getattr(table, "delimiter", "")

    def rows(self):
        """(line, cells as JSON values) of each row below the head that holds anything."""
        for line, cells in self._table.rows(after=self.head_line):
            yield line, [as_json(cell) for cell in cells]

    def sample(self):
        """The first rows. Raises Unreadable when there is none."""
        rows = [row for row, _n in zip(self.rows(), range(SAMPLE), strict=False)]
        if not rows:
            raise Unreadable(_("This file has a head, but no rows below it."))
        return rows

    def heads(self):
        """What the columns are called, "" for those without a name; columns at the end that hold nothing are left out.

        Raises Unreadable when there are too many.
        """
        heads = [as_json(head) for head in self._table.heads]
        widths = [_width(cells) for number, cells in self._table.sample if number > self.head_line]
        heads = heads[: max([_width(heads), *widths])]
        if len(heads) > MOST_COLUMNS:
            raise Unreadable(_("This file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
        return heads


def _width(cells):
    """Up to and with the last cell that holds anything."""
    return max((index for index, cell in enumerate(cells, 1) if cell != ""), default=0)


def as_json(cell):
    """Real dates of a spreadsheet are marked as such, so that no calendar is guessed for them."""
    if isinstance(cell, str):
        return cell.replace("\0", "")  # which no JSON column takes
    if isinstance(cell, date):
        return {"day": (cell.date() if isinstance(cell, datetime) else cell).isoformat()}
    if isinstance(cell, float) and not float("-inf") < cell < float("inf"):
        return ""
    return cell
