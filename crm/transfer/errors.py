"""The error file: the rows as they stood, and why. It opens rightly in a spreadsheet, cannot start a formula there, and
can be mended and imported again."""

import csv
import io

from django.utils.translation import gettext as _

from crm.transfer.queries import rows_with_reason
from crm.transfer.values import FORMULA, as_text


def error_file(job):
    """CSV as bytes, UTF-8 with a mark (or Excel would take Arabic for Latin) and with the delimiter of the file that
    came, first the line and the reason."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=job.delimiter or ",")
    writer.writerow([_("Line"), _("Reason"), *map(safe, job.heads)])
    for row in rows_with_reason(job).iterator(chunk_size=2000):
        writer.writerow([row.line, safe(row.reason), *map(safe, row.cells)])
    return text.getvalue().encode("utf-8-sig")


def safe(cell):
    """The cell as text that a spreadsheet takes for text. A number with its sign can stay what it is."""
    text = "" if cell is None else as_text(cell)
    return f"'{text}" if text.startswith(FORMULA) and not text[1:].replace(" ", "").isdigit() else text
