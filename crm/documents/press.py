"""The press: HTML in, PDF out, in a process of its own.

What it prints was partly written by a tenant, so it runs apart: without the settings, the secrets or the database,
with a time limit that ends it even inside C code, a memory limit, and a fetcher that knows our fonts and nothing
else. Run as a script it prints one job after another: each job and each answer is a length (8 bytes) and a body.
It imports neither Django nor the rest of Wasl; crm.documents.render is the side that calls it.
"""

import io
import json
import re
import resource
import signal
import struct
import sys
from base64 import b64decode
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote_to_bytes

LENGTH = struct.Struct(">Q")
SECONDS = 30
MEMORY = 2 * 1024**3
ASSET = "asset:"  # asset:Vazirmatn-Regular.ttf is a file in the folder of fonts
TYPES = {".ttf": "font/ttf", ".otf": "font/otf"}
IMAGE = re.compile(r"data:(image/(?:png|jpeg|gif|webp))(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)


class Refused(ValueError):
    """The document asked for something that is not ours to give."""


def fetch(url, fonts):
    """(bytes, content type) of a font of ours or of an image inside the document. Raises Refused for all else."""
    if url.startswith(ASSET):
        path = Path(fonts) / Path(url.removeprefix(ASSET)).name
        if path.suffix in TYPES and path.is_file():
            return path.read_bytes(), TYPES[path.suffix]
    elif found := IMAGE.fullmatch(url):
        kind, encoded, data = found.groups()
        raw = unquote_to_bytes(data)
        return (b64decode(raw) if encoded else raw), kind.lower()
    raise Refused(f"refused to fetch {url[:80]}")


class WeasyPrint:
    """The first choice: a text layer of real letters, tagged. Needs Pango on the machine."""

    name = "weasyprint"

    def __init__(self, fonts, styles):
        weasyprint, urls = import_module("weasyprint"), import_module("weasyprint.urls")

        class Fetcher(urls.URLFetcher):
            def fetch(self, url, headers=None):
                content, kind = fetch(url, fonts)
                return urls.URLFetcherResponse(url, content, {"Content-Type": kind})

        self.html, self.fetcher = weasyprint.HTML, Fetcher(allow_redirects=False)
        self.fonts = import_module("weasyprint.text.fonts").FontConfiguration()
        self.styles = [weasyprint.CSS(string=styles, url_fetcher=self.fetcher, font_config=self.fonts)]

    def pdf(self, html):
        page = self.html(string=html, base_url=None, url_fetcher=self.fetcher)
        return page.write_pdf(stylesheets=self.styles, font_config=self.fonts, pdf_variant="pdf/ua-1")


class PlutoPrint:
    """Needs nothing of the machine, and is fast; its Arabic text layer is of presentation forms."""

    name = "plutoprint"

    def __init__(self, fonts, styles):
        plutoprint = import_module("plutoprint")

        class Fetcher(plutoprint.ResourceFetcher):
            def fetch_url(self, url):
                content, kind = fetch(url, fonts)
                return plutoprint.ResourceData(content, kind)

        self.book, self.fetcher, self.styles = plutoprint.Book, Fetcher(), styles

    def pdf(self, html):
        book, out = self.book(), io.BytesIO()
        book.custom_resource_fetcher = self.fetcher
        book.load_html(html, user_style=self.styles)
        book.write_to_pdf_stream(out)
        return out.getvalue()


ENGINES = {engine.name: engine for engine in (WeasyPrint, PlutoPrint)}


@cache
def engine(name, fonts, styles):
    """The named engine, or with no name the first that this machine can run. Raises ImportError or OSError."""
    if name:
        return ENGINES[name](fonts, styles)
    try:
        return WeasyPrint(fonts, styles)
    except (ImportError, OSError):
        return PlutoPrint(fonts, styles)


def read(stream):
    """The next body, or None when the other side has gone."""
    head = stream.read(LENGTH.size)
    return stream.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def write(stream, body):
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def serve(jobs, answers):
    """Print jobs until the caller goes. An answer begins with + and the PDF, or with - and what went wrong."""
    while (body := read(jobs)) is not None:
        job = json.loads(body)
        signal.alarm(SECONDS)  # its default action ends the process, whatever it is doing
        try:
            answer = b"+" + engine(job["engine"], job["fonts"], job["styles"]).pdf(job["html"])
        except Exception as error:  # noqa: BLE001  # told to the caller, who shows it
            answer = f"-{type(error).__name__}: {error}".encode()
        signal.alarm(0)
        write(answers, answer)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the caller; when it goes, so does our input
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, answers)
