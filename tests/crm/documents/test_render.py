"""The press, with both engines: what it prints can be read, and what it is asked to fetch it refuses."""

import base64
import os
import signal
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from unittest.mock import patch

import pytest
from pypdf import PdfReader

from crm.documents import press, sheets
from crm.documents.render import PrintFailed, _press, render_pdf
from crm.l10n.state import Preferences, using
from crm.lib.text import fold
from crm.tenants.models import Tenant

ENGINES = ("weasyprint", "plutoprint")
READERS = {
    "ar": Preferences("ar", "gregorian", "arab", "Asia/Riyadh", 6, "SAR", "SA"),
    "fa": Preferences("fa", "jalali", "arabext", "Asia/Tehran", 5, "IRR", "IR"),
    "en": Preferences("en", "gregorian", "latn", "Europe/London", 0, "GBP", "GB"),
}
BODIES = {
    "ar": "<h2>العميل</h2><p><bdi dir='rtl'>نورة الحربي</bdi> <bdi dir='ltr'>+966 55 120 4477</bdi></p>",
    "fa": "<h2>مشتری</h2><p><bdi dir='rtl'>علی رضایی</bdi> نرم‌افزار <bdi dir='ltr'>+98 912 345 6789</bdi></p>",
    "en": "<h2>Client</h2><p>Noura Al-Harbi +966 55 120 4477</p>",
}
NAMES = {"ar": "نورة الحربي", "fa": "علی رضایی", "en": "Noura Al-Harbi"}


def page(language, body=None, title="Contract"):
    firm = Tenant(name="Brick & Pane Ltd", address="12 Mill Lane\nLeeds")
    return sheets.page(body or BODIES[language], tenant=firm, title=title, code="0042", day=date(2026, 11, 21))


def text_of(pdf):
    """The words of a PDF, folded: one engine writes presentation forms, and both write right-to-left runs as drawn."""
    return fold("\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages))


def has(text, words, *, holes=False):
    """Whether the words stand in the text, each read either way round; with holes, whether any of them does: the
    second engine's text layer loses some joined letters."""
    return (any if holes else all)(word in text or word[::-1] in text for word in fold(words).split())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", READERS)
def test_the_words_can_be_read_back(engine, language):
    with using(READERS[language]):
        pdf = render_pdf(page(language), engine=engine)
    assert pdf.startswith(b"%PDF-")
    text = text_of(pdf)
    assert has(text, "Brick Pane Ltd")
    assert has(text, NAMES[language], holes=engine == "plutoprint")


@pytest.mark.parametrize("engine", ENGINES)
def test_pages_are_counted_in_the_documents_digits(engine):
    with using(READERS["en"]):
        reader = PdfReader(BytesIO(render_pdf(page("en", "<p>line</p>" * 120), engine=engine)))
    assert len(reader.pages) > 2
    assert f"Page 2 of {len(reader.pages)}" in reader.pages[1].extract_text()


def test_page_count_is_a_sentence_of_counters():
    with using(READERS["fa"]):
        assert "counter(page, persian)" in sheets.styles() and "counter(pages, persian)" in sheets.styles()
    with using(READERS["ar"]):
        assert "counter(page, arabic-indic)" in sheets.styles()


@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_printed_with_our_font_inside(engine):
    with using(READERS["ar"]):
        pdf = render_pdf(page("ar"), engine=engine)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for sheet in PdfReader(BytesIO(pdf)).pages
        for font in sheet["/Resources"]["/Font"].values()
    }
    assert fonts and all("Vazirmatn" in font for font in fonts)


def test_the_first_engine_writes_a_tagged_document():
    with using(READERS["en"]):
        catalogue = PdfReader(BytesIO(render_pdf(page("en"), engine="weasyprint"))).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en"


PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
).decode()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_picture_inside_the_page_is_drawn(engine):
    with using(READERS["en"]):
        with_picture = render_pdf(page("en", f'<img src="data:image/png;base64,{PIXEL}" width="80">'), engine=engine)
    assert list(PdfReader(BytesIO(with_picture)).pages[0].images)


@pytest.fixture
def trap(tmp_path):
    """A file that must not get out."""
    path = tmp_path / "secret.txt"
    path.write_text("the crown jewels")
    return path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "asking",
    [
        '<img src="{url}">',
        '<object data="{url}" type="text/plain"></object>',
        '<link rel="stylesheet" href="{url}">',
        '<link rel="attachment" href="{url}">',
        '<a rel="attachment" href="{url}">x</a>',
        "<style>@import url({url});</style>",
        "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style><p>x</p>",
        '<p style="background: url({url})">x</p>',
        '<svg><image href="{url}"/></svg>',
    ],
)
def test_nothing_is_fetched_from_disk(engine, asking, trap):
    with using(READERS["en"]):
        pdf = render_pdf(page("en", "<p>here</p>" + asking.format(url=trap.as_uri())), engine=engine)
    assert b"crown jewels" not in pdf
    reader = PdfReader(BytesIO(pdf))
    assert "crown jewels" not in "".join(sheet.extract_text() for sheet in reader.pages)
    assert not reader.attachments
    assert "here" in reader.pages[0].extract_text()


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_fetched_from_the_net(engine, caught_requests):
    url, requests = caught_requests
    asking = (
        f'<p>here</p><img src="{url}/a.png"><style>@import url({url}/b.css);</style><object data="{url}/c"></object>'
    )
    with using(READERS["en"]):
        pdf = render_pdf(page("en", asking), engine=engine)
    assert "here" in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert requests == []


@pytest.fixture
def caught_requests():
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            requests.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", requests
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.com/x.png",
        "asset:../../../../etc/passwd",
        "asset:/etc/passwd",
        "asset:secret.txt",
        "data:text/html,x",
        "data:image/svg+xml,<svg/>",
        "ftp://example.com/x",
        "FILE:///etc/passwd",
        "",
    ],
)
def test_the_fetcher_knows_fonts_and_pictures_only(url, trap):
    with pytest.raises(press.Refused):
        press.fetch(url, trap.parent)


def test_the_press_is_told_no_secrets():
    with using(READERS["en"]):
        render_pdf(page("en"))
    environment = open(f"/proc/{_press.process.pid}/environ").read()
    assert "SECRET_KEY" not in environment and "DATABASE_URL" not in environment


def test_a_press_that_died_is_started_again():
    with using(READERS["en"]):
        render_pdf(page("en"))
        first = _press.process
        first.kill()
        first.wait()
        assert render_pdf(page("en")).startswith(b"%PDF-")
    assert _press.process.pid != first.pid


def test_a_press_that_dies_at_work_is_a_failure_that_says_so():
    with using(READERS["en"]):
        render_pdf(page("en"))
        with patch.object(press, "write", lambda *args: os.kill(_press.process.pid, signal.SIGALRM)):
            with pytest.raises(PrintFailed, match="longer than"):
                render_pdf(page("en"))
        assert render_pdf(page("en")).startswith(b"%PDF-")


def test_the_press_goes_when_its_caller_does():
    with using(READERS["en"]):
        render_pdf(page("en"))
    process = _press.process
    _press.close()
    assert process.returncode == 0


def test_printing_is_quick_once_warm():
    with using(READERS["en"]):
        render_pdf(page("en"), engine="weasyprint")
        begun = time.monotonic()
        render_pdf(page("en"), engine="weasyprint")
    assert time.monotonic() - begun < 2  # about 0.05 s on a quiet machine: the fonts are read once


def test_without_pango_the_second_engine_prints():
    def missing(fonts, styles):
        raise OSError("cannot load library libpango")

    press.engine.cache_clear()
    with patch.object(press, "WeasyPrint", missing):
        assert press.engine("", "/fonts", "").name == "plutoprint"
    press.engine.cache_clear()


def test_an_unknown_engine_is_a_failure():
    with using(READERS["en"]), pytest.raises(PrintFailed, match="KeyError"):
        render_pdf(page("en"), engine="lead type")
