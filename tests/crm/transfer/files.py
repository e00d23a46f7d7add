"""Files as firms hand them over, and the way in for them: upload, start, and all the work of the worker."""

import io
from pathlib import Path

from django.core.files.base import ContentFile
from openpyxl import Workbook

from crm.transfer.actions import start, upload
from crm.transfer.models import ImportJob, ImportRow

DATA = Path(__file__).parent / "data"
FARSI = DATA / "customers-fa.csv"  # Windows-1256
FARSI_UTF8 = DATA / "customers-fa-utf8.csv"
ARABIC = DATA / "customers-ar.xlsx"


def csv_file(text, name="people.csv", encoding="utf-8"):
    return ContentFile(text.encode(encoding), name=name)


def sheet_file(*rows, name="people.xlsx", rtl=False):
    book = Workbook()
    book.active.sheet_view.rightToLeft = rtl
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return ContentFile(file.getvalue(), name=name)


def stored_file(path, name=""):
    return ContentFile(path.read_bytes(), name=name or path.name)


def uploaded(file, *, by, record_type="contact"):
    """A file that waits for its columns to be checked; `file` may be the text of a CSV."""
    return upload(record_type=record_type, file=csv_file(file) if isinstance(file, str) else file, by=by)


def started(file, *, by, mapping=None, owner=None, record_type="contact", repeats=ImportJob.Repeats.FILL, **choices):
    job = uploaded(file, by=by, record_type=record_type)
    return start(job, mapping=mapping or job.mapping, repeats=repeats, owner=owner or by, by=by, **choices)


def bring_in(file, *, by, run_due, **choices):
    """A finished import."""
    job = started(file, by=by, **choices)
    run_due()
    job.refresh_from_db()
    return job


def reasons(job):
    return dict(ImportRow.objects.filter(job=job).exclude(reason="").values_list("line", "reason"))
