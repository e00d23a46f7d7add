"""Files that somebody made to do harm: refused, or kept as what they are and never run."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.documents.attachments import attach
from crm.documents.models import Attachment
from crm.documents.serving import PAPER, PICTURE
from crm.documents.sniffing import kind_of

SCRIPT = b"<!doctype html><script>alert(document.cookie)</script>"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
# name, bytes: two kinds of file at once, so that a browser that guesses could take it for the second
POLYGLOTS = {
    "a page in a picture": ("photo.png", PNG + SCRIPT, "image/png"),
    "a script in a picture": ("photo.gif", b"GIF89a/*" + b"\0" * 8 + b"*/=1;alert(1)//", "image/gif"),
    "a page in a drawing": ("plan.dwg", b"AC1032" + SCRIPT, "image/vnd.dwg"),
    "a page after a paper": ("plan.pdf", b"%PDF-1.7\n" + SCRIPT, "application/pdf"),
    "a page before a paper": ("plan.pdf", b"  \n%PDF-1.7\n<script>", "application/pdf"),
    "a paper called a page": ("plan.html", b"%PDF-1.7\n", "application/pdf"),
}
REFUSED = {
    "a page called a picture": ("photo.png", SCRIPT),
    "a drawing that acts": ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>a()</script></svg>'),
    "a drawing called a picture": ("logo.png", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "a page behind a mark": ("note.txt", b"\xef\xbb\xbf<html><script>alert(1)</script>"),
    "a page in wide letters": ("note.txt", SCRIPT.decode().encode("utf-16")),
    "a page far down": ("note.txt", b" " * 1000 + SCRIPT),
    "a shortcut": ("note.url", b"[InternetShortcut]\nURL=https://evil.example"),
    "a program": ("setup.pdf.exe", b"MZ\x90\0"),
    "an archive of Java": ("a.jar", b"PK\x03\x04META-INF"),
    "a bundle of pages": ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n"),
}
NAMES = [
    "../../../etc/passwd.txt", "..\\..\\win.txt", "/etc/cron.d/x.txt", "a\0.txt", "\u202etxt.exe.txt", "CON.txt",
    'x";filename="y.html.txt', "%2e%2e%2fx.txt",
]  # fmt: skip
NO_NAMES = ["a\r\nX-Evil: 1.txt", "\u2066\u2067.txt", "." * 300 + ".txt"]


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def served(client, attachment, **query):
    return client.get(reverse("documents:file", args=[attachment.pk]), query)


@pytest.mark.parametrize("case", POLYGLOTS)
def test_what_is_two_things_at_once_is_served_as_the_harmless_one(case, client_for, rep, person):
    name, content, kind = POLYGLOTS[case]
    [kept] = attach(person, [SimpleUploadedFile(name, content, content_type="text/html")], by=rep)
    response = served(client_for(rep), kept)
    assert response.headers["Content-Type"] == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == (PAPER if kind == "application/pdf" else PICTURE)
    assert "html" not in response.headers["Content-Disposition"].replace("plan.html.pdf", "")
    shown = kind in ("image/png", "image/gif", "application/pdf")
    assert response.headers["Content-Disposition"].startswith("inline" if shown else "attachment")


def test_a_picture_runs_in_a_sandbox_and_a_paper_loads_nothing():
    assert "sandbox" in PICTURE and "allow-scripts" not in PICTURE
    assert all(policy.startswith("default-src 'none'") for policy in (PAPER, PICTURE))


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_act_is_not_kept(case):
    name, content = REFUSED[case]
    with pytest.raises(ValidationError):
        kind_of(io.BytesIO(content), name)


def send(client, person, name):
    upload = io.BytesIO(b"words")
    upload.name = name
    return client.post(reverse("documents:add", args=["contact", person.pk]), {"file": upload}, follow=True)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_store_or_lies(name, client_for, rep, person, files):
    assert send(client_for(rep), person, name).status_code == 200
    kept = Attachment.objects.get()
    assert not set(kept.name) & set('/\\\0\r\n"\u202e\u2066\u2067') and not kept.name.startswith(".")
    assert files in (files / kept.file.name).resolve().parents
    assert served(client_for(rep), kept).status_code == 200


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_has_no_name_left_is_not_kept_and_breaks_nothing(name, client_for, rep, person):
    response = send(client_for(rep), person, name)
    assert response.status_code == 200 and "X-Evil" not in response.headers
    assert not Attachment.objects.exists()


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked(rep, person):
    """Office files are known by the list of their parts alone; reading them is for whoever downloads them."""
    bomb = zipped({"[Content_Types].xml": "x", "xl/workbook.xml": b"\0" * 50_000_000})
    assert len(bomb) < 100_000
    [kept] = attach(person, [SimpleUploadedFile("a.xlsx", bomb)], by=rep)
    assert kept.size == len(bomb)


BROKEN = {"noise": b"PK\x03\x04" + b"\xff" * 60, "cut": zipped({"a": "b"})[:-4], "head": b"PK\x03\x04"}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_archive_is_refused_and_breaks_nothing(content):
    with pytest.raises(ValidationError):
        kind_of(io.BytesIO(content), "a.xlsx")


def test_a_huge_picture_is_never_decoded_here(rep, person):
    """A hundred thousand by a hundred thousand points in a few bytes: kept as bytes, drawn by the browser that asks."""
    size = (100_000).to_bytes(4, "big")
    [kept] = attach(person, [SimpleUploadedFile("a.png", PNG + size + size + b"\x08\x02\0\0\0")], by=rep)
    assert kept.content_type == "image/png"
