"""Rows into files that people open in a spreadsheet: CSV and XLSX, in which no text becomes a formula.

A cell that begins with = + - @, tab or carriage return (or the full-width forms of the signs) may be run by the program
that opens the file. In CSV such a text gets an apostrophe in front, which spreadsheets show as text; in XLSX it is
stored as a text and marked as quoted, so that it stays one when it is typed over or saved as CSV.
"""

import csv
import io
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767  # letters that a cell of a spreadsheet holds
MOST_ROWS = 1_048_575  # of a sheet, below its head
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BOM = "\ufeff"  # without it spreadsheets take UTF-8 for the machine's own letters


def neutral(value):
    """The value as CSV may hold it: texts that look like a formula are led by an apostrophe, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" \u200e\u200f\u2066\u2067\u2068").startswith(RISKY):
        return f"'{value}"
    return value


def write(kind, file, head, rows, *, title="", right_to_left=False):
    """Write a "csv" or "xlsx" table into a binary file: `head` is the first row, then `rows` of str, int, float, bool,
    date, datetime or None. `title` names the sheet. Returns how many rows were written below the head."""
    if kind == "csv":
        return _write_csv(file, head, rows)
    return _write_xlsx(file, head, rows, title, right_to_left)


def _write_csv(file, head, rows):
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(_BOM)
    writer = csv.writer(text)
    writer.writerow([neutral(cell) for cell in head])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  # the count is the result
        writer.writerow([neutral(cell) for cell in row])
    text.detach()
    return count


def _write_xlsx(file, head, rows, title, right_to_left):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.append([_cell(sheet, cell, bold=True) for cell in head])
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise ValueError("a sheet holds no more rows")
        sheet.append([_cell(sheet, cell) for cell in row])
    book.save(file)
    return count


def _cell(sheet, value, *, bold=False):
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.replace(tzinfo=None)  # a spreadsheet knows no zones: the caller chose one
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
    if _is_plain(value) and not bold:
        return value
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes what begins with = for a formula
        cell.quotePrefix = neutral(value) != value
    if bold:
        cell.font = Font(bold=True)
    return cell


def _is_plain(value):
    """Whether openpyxl takes the value for nothing else, so that it needs no cell of its own: half the work."""
    if isinstance(value, str):
        return not value.startswith("#") and neutral(value) == value  # an error's code begins so
    return value is None or isinstance(value, int | float)


def _sheet_name(title):
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31].strip() or "Sheet"
