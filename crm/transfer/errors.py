"""The error file: the rows as they stood, and why. Opens rightly in a spreadsheet, and cannot start a formula there."""

import csv
import io

from django.utils.translation import gettext as _

from crm.transfer.queries import rows_with_reason

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def error_file(job):
    """CSV as bytes, UTF-8 with a mark (or Excel would take Arabic for Latin), first the line and the reason."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Line"), _("Reason"), *map(safe, job.heads)])
    for row in rows_with_reason(job).iterator(chunk_size=2000):
        writer.writerow([row.line, safe(row.reason), *map(safe, row.cells)])
    return text.getvalue().encode("utf-8-sig")


def safe(cell):
    """The cell as text that a spreadsheet takes for text."""
    text = cell["day"] if isinstance(cell, dict) else "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not text[1:].replace(" ", "").isdigit() else text
