"""What a page weighs on its way: 100 kB compressed by itself at most, 400 kB with all that a first visit loads."""

import gzip
import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests import make

KB = 1000
PAGE, FIRST_VISIT = 100 * KB, 400 * KB
LONG_LIST = 55  # a page of a list, and some that are left for the next
PAGES = ("/", "/people/", "/companies/", "/deals/", "/deals/table/", "/tasks/", "/reports/", "/search/?q=windows")
LOADED = re.compile(r'(?:src|href)="' + re.escape(settings.STATIC_URL) + r'([^"#]+)')
FONT = re.compile(r"url\(['\"]?\.\./(fonts/[\w.-]+)")


@cache
def carried(name):
    """What a static file weighs as the server sends it: compressed when it is made, unless it is so by itself."""
    body = Path(finders.find(name)).read_bytes()
    return len(body) if name.endswith((".woff2", ".png")) else len(brotli.compress(body))


def loaded_with(html):
    """{name: bytes} of all that a page asks for, with the fonts of every script."""
    names = set(LOADED.findall(html))
    fonts = {font for name in names if name.endswith(".css") for font in FONT.findall(_text(name))}
    return {name: carried(name) for name in names | fonts}


def _text(name):
    return Path(finders.find(name)).read_text(encoding="utf-8")


@pytest.fixture
def busy(rep, owner):
    firm = make.company("Rimal Hotels and Resorts", by=rep)
    for number in range(LONG_LIST):
        person = make.contact(f"Noura Al-Harbi {number}", by=rep, company=firm, phones=[f"+9665512{number:05d}"])
        make.deal(by=rep, title=f"Villa with windows {number}", contact=person, amount=48_500)


def test_no_page_is_heavy(busy, owner, client_for):
    client, heavy = client_for(owner), {}
    for language in ("ar", "en"):
        owner.language = language
        owner.save()
        for path in PAGES:
            html = client.get(path, follow=True).content.decode()
            files, own = loaded_with(html), len(gzip.compress(html.encode()))
            assert len(files) > 20, f"{path}: its files were not found"
            if own > PAGE or own + sum(files.values()) > FIRST_VISIT:
                heavy[path, language] = own, sum(files.values())
    assert heavy == {}


def test_signing_in_is_the_lightest(client, db):
    html = client.get("/accounts/login/").content.decode()
    assert len(gzip.compress(html.encode())) < PAGE / 10
    assert 0 < sum(loaded_with(html).values()) < FIRST_VISIT
