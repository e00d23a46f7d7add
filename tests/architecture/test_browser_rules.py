"""What every page tells the browser: nothing inline, nothing from elsewhere, no framing. No POST without its token."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.architecture.test_urls import MEMBERS_ONLY, ROWS, cast, prepared, undone
from tests.conftest import MemberClient, out_of_scope

__all__ = ["cast"]  # the fixture
PAGES = [row for row in ROWS if row.method == "get" and (row.public == 200 or row.public is None and row.owner == 200)]
POSTS = [row for row in MEMBERS_ONLY if row.method == "post" and not row.by_token]  # a token rides on no session
PAPER = {"style-src": "'unsafe-inline'", "frame-ancestors": "'self'"}  # the browser's viewer of PDFs styles its page
OTHERWISE = {
    "documents:document": PAPER,
    "documents:file": PAPER,
    "marketing:visit": {"frame-ancestors": "*"},  # a firm's own website shows its form
}


class Inline(HTMLParser):
    """Collects what the policy would refuse: handlers, styles and scripts in the page, addresses of other origins."""

    def __init__(self):
        super().__init__()
        self.found, self.script = [], False

    def handle_starttag(self, tag, attrs):
        names = {name: value or "" for name, value in attrs}
        self.found += [f"<{tag} {name}>" for name in names if name == "style" or name.startswith("on")]
        self.found += [f"<{tag} hx-on>" for name in names if name.startswith("hx-on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        loaded = names.get("src", "") or (names.get("href", "") if tag == "link" else "")
        if re.match(r"(https?:)?//", loaded):
            self.found.append(f"<{tag} {loaded}>")


def answer(row, cast, *, check=False):
    path, data = prepared(row, cast)
    with undone():
        if row.public is None:
            client = MemberClient(cast.owner)
            client.handler.enforce_csrf_checks = check
            return getattr(client, row.method)(path, data)
        with out_of_scope():
            return getattr(Client(), row.method)(path.removeprefix("/acme"), data)


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_every_page_keeps_to_the_strict_policy(row, cast):
    response = answer(row, cast)
    policy = dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))
    otherwise = OTHERWISE.get(row.url, {})
    assert otherwise.items() <= policy.items()
    assert policy["default-src"] in ("'self'", "'none'")
    strict = {name: words for name, words in policy.items() if name not in otherwise}
    assert not [words for words in strict.values() if "unsafe" in words or "*" in words or "http" in words]
    assert otherwise or strict["frame-ancestors"] == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if response.headers["Content-Type"].startswith("text/html") and not response.streaming:
        page = Inline()
        page.feed(response.content.decode())
        assert page.found == []


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_no_post_without_its_token(row, cast):
    assert answer(row, cast, check=True).status_code == 403


def test_no_post_of_a_stranger_without_its_token(cast):
    """Signing in, up and out, codes, passwords, languages: all but the form that has no session to ride on."""
    taken = {}
    for row in [row for row in ROWS if row.public is not None and row.url != "marketing:visit"]:
        path, data = prepared(row, cast)
        with undone(), out_of_scope():
            taken[row.url] = Client(enforce_csrf_checks=True).post(path.removeprefix("/acme"), data).status_code
    assert {url: status for url, status in taken.items() if status != 403} == {}
