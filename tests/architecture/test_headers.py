"""What every answer carries, whatever it is: pages, fragments, refusals, redirects, files."""

import pytest
from django.test import Client

from crm.runner.headers import ALWAYS, BrowserRules
from tests.architecture.test_redirects import SHAPES, asked, led_away
from tests.architecture.test_urls import ROWS, cast, undone
from tests.conftest import MemberClient, out_of_scope

__all__ = ["cast"]  # the fixture
EVERYWHERE = {**ALWAYS, "Cross-Origin-Opener-Policy": "same-origin"}
FOR_ALL_TO_FRAME = {"marketing:visit"}
KEPT = {"marketing:form_logo": "private, max-age=31536000, immutable"}  # its name changes with its content
PAPERS = {"documents:document", "documents:file", "documents:preview"}  # framed by our own pages


def faults(response, *, framed="", kept=""):
    """What an answer says too little or too much of."""
    said = response.headers
    wrong = [name for name, value in EVERYWHERE.items() if name != "Cache-Control" and said.get(name) != value]
    if said.get("Cache-Control", "") != kept if kept else "no-store" not in said.get("Cache-Control", ""):
        wrong.append("Cache-Control")
    if (
        not framed
        and said.get("X-Frame-Options") != "DENY"
        and "frame-ancestors 'none'" not in said.get("Content-Security-Policy", "")
    ):
        wrong.append("frames")
    return wrong + [name for name in ("Server", "X-Powered-By") if name in said]


@pytest.mark.parametrize("role", ["owner", "reader"])
def test_every_address_says_the_rules_and_leads_nowhere_else(cast, role):
    """Asked with an evil address to go on to, in one of its shapes in turn. The owner gets the pages, the reader a
    refusal of each part."""
    refusals = {row.url.partition(":")[0]: row for row in ROWS if row.reader == 403}
    wrong = {}
    for number, row in enumerate(ROWS if role == "owner" else refusals.values()):
        with undone():
            answer = asked(row, cast, SHAPES[number % len(SHAPES)], role)
        found = faults(answer, framed=row.url in FOR_ALL_TO_FRAME | PAPERS, kept=KEPT.get(row.url, ""))
        if found or led_away(answer):
            wrong[str(row)] = [*found, led_away(answer)]
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "status"), [("/", 302), ("/acme", 302), ("/nowhere/", 302), ("/static/no.css", 404), ("/accounts/x/", 404)]
)
def test_what_is_answered_early_says_them_too(db, path, status):
    response = Client().get(path)
    assert response.status_code == status
    assert set(faults(response)) <= {"frames"}  # there is nothing to be framed in a redirect
    assert status == 302 or not faults(response)


def test_a_page_that_broke_says_them_too(owner, monkeypatch):
    monkeypatch.setattr("crm.search.views.search", lambda *asked: 1 / 0)
    client = MemberClient(owner, raise_request_exception=False)
    response = client.get("/search/", {"q": "noura"})
    assert (response.status_code, faults(response)) == (500, [])


def test_what_a_view_says_itself_stands(rf):
    response = BrowserRules(lambda request: Answer(request))(rf.get("/"))
    assert response.headers["Cache-Control"] == "max-age=60"


class Answer:
    def __init__(self, request):
        self.headers = {"Cache-Control": "max-age=60"}


def test_cookies_are_for_us_alone(owner, settings):
    client = MemberClient(owner)
    client.get("/search/")
    with out_of_scope():
        page = Client().get("/accounts/login/")
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")
    assert page.cookies["csrftoken"]["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE == settings.SERVED_SECURELY


def test_under_https_browsers_are_told_to_stay_there(db, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/accounts/login/")["Location"] == "https://testserver/accounts/login/"
    secure = Client().get("/accounts/login/", headers={"X-Forwarded-Proto": "https"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
