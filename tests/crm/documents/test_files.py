"""Files on records: what may be kept, under which name, and what is refused."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.documents.attachments import attach, remove
from crm.documents.models import Attachment
from crm.documents.queries import files_of
from crm.documents.sizes import format_size
from crm.documents.sniffing import KINDS, clean_name, kind_of
from crm.events.feed import timeline


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(zipfile.ZipInfo(name), "x")  # without the time, which would be part of a test's name
    return out.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 20
KEPT = [
    ("plan.pdf", b"%PDF-1.7\n...", "application/pdf"),
    ("photo.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
    ("photo.jpg", b"\xff\xd8\xff\xe0...", "image/jpeg"),
    ("photo.gif", b"GIF89a...", "image/gif"),
    ("photo.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
    ("photo.heic", HEIC, "image/heic"),
    ("letter.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("sizes.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("drawing.dwg", b"AC1032\0\0\0", "image/vnd.dwg"),
    ("drawing.dxf", b"  0\nSECTION\n  2\nHEADER\n", "image/vnd.dxf"),
    ("drawing.dxf", b"AutoCAD Binary DXF\r\n\x1a\0", "image/vnd.dxf"),
    ("sizes.csv", "عرض;ارتفاع\n120;140\n".encode("cp1256"), "text/csv"),
    ("note.txt", "اندازه‌ها".encode(), "text/plain"),
    ("note.txt", "sizes".encode("utf-16"), "text/plain"),
]
REFUSED = [
    ("page.html", b"<!doctype html><script>alert(1)</script>"),
    ("note.txt", b"  <html><body>hello</body></html>"),
    ("sizes.csv", b"a,b\n<script>alert(1)</script>,c"),
    ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ("drawing.txt", b'<?xml version="1.0"?><svg/>'),
    ("drawing.dxf", b"just words"),
    ("setup.exe", b"MZ\x90\0\x03"),
    ("photo.png", b"MZ\x90\0\x03"),
    ("script.sh", b"#!/bin/sh\nrm -rf /\n"),
    ("page.php", b"<?php system($_GET['c']);"),
    ("things.zip", zipped("a.txt")),
    ("letter.docx", zipped("a.txt")),
    ("letter.docm", zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("letter.docx", b"PK\x03\x04broken"),
    ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("empty.pdf", b""),
    ("noname", b"plain words"),
    ("binary.txt", b"a\0b\0c"),
]


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="text/html")  # what the browser claims is of no account


@pytest.mark.parametrize(("name", "content", "kind"), KEPT)
def test_a_file_is_known_by_its_bytes(name, content, kind):
    assert kind_of(io.BytesIO(content), name).type == kind


@pytest.mark.parametrize(("name", "content"), REFUSED)
def test_what_may_not_be_kept_is_refused_by_name(name, content):
    with pytest.raises(ValidationError, match=name):
        kind_of(io.BytesIO(content), name)


def test_nothing_that_can_act_is_shown_on_the_spot():
    assert {kind.type for kind in KINDS if kind.inline} == {
        "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp",
    }  # fmt: skip


PDF = KINDS[0]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("PLAN.PDF", "PLAN.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("photo.png", "photo.png.pdf"),
        ("نقشهٔ پنجره‌ها.pdf", "نقشهٔ پنجره‌ها.pdf"),
        ("bill\u202efdp.exe", "billfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "File.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert clean_name(given, PDF) == kept


def test_files_are_kept_with_the_record(person, rep):
    [plan, photo] = attach(person, [upload("plan.pdf", KEPT[0][1]), upload("photo.png", KEPT[1][1])], by=rep)
    assert [file.name for file in files_of(person)] == ["photo.png", "plan.pdf"]
    assert (plan.content_type, plan.size, plan.uploaded_by) == ("application/pdf", len(KEPT[0][1]), rep)
    assert len(photo.sha256) == 64
    assert [event.kind for event in timeline(person)] == ["file.attached"] * 2


def test_where_they_lie_cannot_be_guessed(person, rep, acme):
    [plan] = attach(person, [upload("plan.pdf", KEPT[0][1])], by=rep)
    folder, kind, name = plan.file.name.split("/")
    assert (folder, kind) == (str(acme.pk), "files")
    assert len(name) == 32 and "." not in name


def test_all_or_none(person, rep, files):
    with pytest.raises(ValidationError):
        attach(person, [upload("plan.pdf", KEPT[0][1]), upload("page.html", b"<html>")], by=rep)
    assert not Attachment.objects.exists()
    assert not list(files.rglob("*.*"))


def test_a_file_has_a_largest_size(person, rep, settings):
    settings.ATTACHMENT_LIMIT = 2 * 1024 * 1024
    with pytest.raises(ValidationError, match="“big.pdf” has 2.0 MB; the most is 2 MB"):
        attach(person, [upload("big.pdf", b"%PDF-" + b"x" * 2 * 1024 * 1024)], by=rep)


def test_a_file_can_be_taken_away(person, rep, django_capture_on_commit_callbacks):
    [plan] = attach(person, [upload("plan.pdf", KEPT[0][1])], by=rep)
    path = plan.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove(plan, by=rep)
    assert not files_of(person).exists()
    assert not default_storage.exists(path)
    assert timeline(person)[0].kind == "file.removed"
    assert timeline(person)[0].data == {"name": "plan.pdf"}


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 KB"),
        (9, "1 KB"),
        (5 * 1024**3, "5 GB"),
        (300_000, "293 KB"),
        (1_300_000, "1.2 MB"),
        (20 * 1024**2, "20 MB"),
    ],
)
def test_sizes_are_said_as_people_say_them(count, shown):
    assert format_size(count) == shown
