"""Nobody is led away from here: not by an address to go on to, not by what a request says about its host.

test_headers asks every address; here are those that say where to go on to, in every shape of evil.
"""

from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from tests.architecture.test_urls import ROWS, cast, prepared
from tests.conftest import MemberClient, out_of_scope

__all__ = ["cast"]  # the fixture
EVIL = "evil.example"
ONWARD = ("next", "return_to", "redirect", "url", "back", "to")
CLAIMS = {"Referer": f"https://{EVIL}/", "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"}
SHAPES = [f"https://{EVIL}/", f"//{EVIL}/", f"/\\{EVIL}/", f"javascript:alert('{EVIL}')"]


def led_away(response):
    """The address that an answer sends the browser to, when it is not one of ours."""
    for name in ("Location", "HX-Redirect", "HX-Location", "Refresh"):
        place = urlsplit(response.headers.get(name, "").replace("\\", "/"))
        if place.scheme not in ("", "http") or place.netloc not in ("", "testserver"):
            return response.headers[name]
    return ""


def asked(row, cast, shape, role=""):
    """What the address answers a member, or a stranger where it is public or there is no role."""
    path, data = prepared(row, cast)
    member = role and row.public is None
    path = path.removeprefix("/acme") if row.public is not None else path
    client = MemberClient(getattr(cast, role)) if member else Client()
    onward = dict.fromkeys(ONWARD, shape)
    with out_of_scope():
        if row.method == "post":
            return client.post(f"{path}?{urlencode(onward)}", {**onward, **data}, headers=CLAIMS)
        return client.get(path, {**onward, **data}, headers=CLAIMS)


def test_a_stranger_is_led_to_our_own_sign_in(cast):
    for row in [row for row in ROWS if row.public is None and row.owner == 200][::10]:
        assert led_away(asked(row, cast, SHAPES[0])) == ""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("url", ["set_language", "account_login", "account_logout", "setup:theme", "setup:home"])
def test_whoever_leads_on_leads_nowhere_else(cast, url, shape):
    row = next(row for row in ROWS if row.url == url)
    assert led_away(asked(row, cast, shape, "owner")) == ""


@pytest.mark.parametrize("claim", [{"HTTP_HOST": EVIL}, {"HTTP_X_FORWARDED_HOST": EVIL}])
def test_the_host_that_a_request_claims_stands_in_no_page_of_ours(db, settings, claim):
    settings.ALLOWED_HOSTS = ["crm.example"]
    response = Client().get("/accounts/login/", **{"HTTP_HOST": "crm.example", **claim})
    assert response.status_code == (400 if "HTTP_HOST" in claim else 200)
    assert EVIL not in response.content.decode()
