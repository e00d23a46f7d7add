"""Small pictures, and the page on which files are looked through one after the other."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFile

from crm.documents import thumbnails
from crm.documents.attachments import attach, remove
from crm.documents.thumbnails import EDGE, thumbnail_of

HTMX = {"HTTP_HX_REQUEST": "true"}
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def picture(kind="PNG", size=(900, 600), colour="navy", **saved):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **saved)
    return out.getvalue()


def photo():
    """As a phone takes it: lying on its side, with its maker and the place in it."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Secret Phones"
    exif.get_ifd(PLACE)[1] = "N"
    return picture("JPEG", exif=exif, comment=b"at home", icc_profile=b"\0" * 200)


def small(content, decoder="PNG"):
    made = thumbnail_of(io.BytesIO(content), decoder)
    return Image.open(io.BytesIO(made)) if made else None


def added(record, by, *files):
    return attach(record, [SimpleUploadedFile(name, content) for name, content in files], by=by)


def path(name, *args):
    return re.sub(r"^/acme", "", reverse(f"documents:{name}", args=args))


def plain(html):
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_each_kind_of_picture_becomes_a_small_one(kind):
    made = small(picture(kind), kind)
    assert (made.format, made.size) == ("WEBP", (EDGE, EDGE * 2 // 3))


def test_a_small_picture_stands_upright_and_tells_nothing_but_itself():
    made = small(photo(), "JPEG")
    assert made.size == (EDGE * 2 // 3, EDGE)
    assert not made.getexif() and not {"exif", "icc_profile", "xmp", "comment"} & set(made.info)
    assert b"Secret" in photo() and b"Secret" not in thumbnail_of(io.BytesIO(photo()), "JPEG")


def test_transparent_stays_transparent():
    out = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")
    assert small(out.getvalue()).convert("RGBA").getpixel((5, 5))[3] == 0


def test_what_would_unpack_to_a_monster_is_not_unpacked(monkeypatch):
    monster = picture()
    monkeypatch.setattr(thumbnails, "MOST_POINTS", 900 * 600 - 1)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("it was unpacked"))
    assert small(monster) is None


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, picture()[:200], picture("JPEG")])
def test_what_is_broken_or_something_else_has_no_small_picture(content):
    assert small(content) is None


def test_a_worker_makes_it_and_the_original_stays_as_it_was(person, rep, run_due, client_for):
    [kept, words] = added(person, rep, ("a.jpg", photo()), ("a.txt", b"words"))
    listing, client = path("files", "contact", person.pk), client_for(rep)
    html = client.get(listing, **HTMX).content.decode()
    assert 'hx-trigger="every 2s"' in html and path("thumbnail", kept.pk) not in html
    seen = re.search(r"\?seen=\d+", html)[0]
    assert client.get(listing + seen, **HTMX).status_code == 204
    run_due()
    html = client.get(listing + seen, **HTMX).content.decode()
    assert path("thumbnail", kept.pk) in html and "every 2s" not in html
    response = client.get(path("thumbnail", kept.pk))
    assert response["Content-Type"] == "image/webp" and response["Cache-Control"] == "private, no-store"
    assert b"".join(client.get(path("file", kept.pk)).streaming_content) == photo()
    assert client.get(path("thumbnail", words.pk)).status_code == 404


def test_it_goes_with_its_file(person, rep, run_due, django_capture_on_commit_callbacks):
    [kept] = added(person, rep, ("a.png", picture()))
    run_due()
    kept.refresh_from_db()
    paths = [kept.file.name, kept.thumbnail.name]
    assert all(map(default_storage.exists, paths))
    with django_capture_on_commit_callbacks(execute=True):
        remove(kept, by=rep)
    assert not any(map(default_storage.exists, paths))


def test_files_are_looked_through_one_after_the_other(person, rep, client_for):
    first, words, last = added(person, rep, ("a.png", picture()), ("a.txt", b"words"), ("z.pdf", b"%PDF-1.7\n"))
    client, in_modal = client_for(rep), {**HTMX, "HTTP_HX_TARGET": "modal-content"}
    html = client.get(path("file_preview", last.pk), **in_modal).content.decode()
    assert "1 of 2" in plain(html) and "<iframe" in html and f'{path("file", last.pk)}"' in html
    assert 'data-turn="next"' in html and 'data-turn="previous"' not in html
    assert path("file_preview", first.pk) in html  # the text between them is no picture
    html = client.get(path("file_preview", first.pk)).content.decode()
    assert html.startswith("<!doctype html>") and "<img" in html and "2 of 2" in plain(html) and "data-turn" in html
    assert "data-modal" not in html.partition("wl-viewer-page")[2].partition("</section>")[0]  # it works without script
    assert client.get(path("file_preview", words.pk)).status_code == 404


def test_every_refused_file_is_named_and_none_is_kept(person, rep, client_for):
    bad = [
        SimpleUploadedFile("a.exe", b"MZ"),
        SimpleUploadedFile("b.pdf", b"%PDF-1.7"),
        SimpleUploadedFile("c.txt", b""),
    ]
    response = client_for(rep).post(path("add", "contact", person.pk), {"file": bad}, follow=True)
    html = response.content.decode()
    assert "“a.exe” is not" in html and "“c.txt” is empty" in html and "b.pdf" not in html
    response = client_for(rep).post(path("add", "contact", person.pk), **HTMX)
    assert (response.status_code, response.content.decode()) == (422, "Choose a file first.")
