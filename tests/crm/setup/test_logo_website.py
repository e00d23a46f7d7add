"""A logo by its address: what is asked of somebody else's website, and what is taken from it."""

import socket
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError

from crm.lib import door
from crm.setup.logo.picture import LIMIT, redrawn
from crm.setup.logo.website import fetched, in_ascii
from tests.crm.lib.website import website
from tests.crm.setup.pictures import PAGE, SVG, drawn


@pytest.fixture(autouse=True)
def their_website_is_on_this_machine(settings):
    settings.LOGO_INSIDE = True


def refusal(address):
    with pytest.raises(ValidationError) as fault:
        fetched(address)
    return fault.value.code


def test_the_picture_comes_with_the_host_it_came_from():
    with website(drawn(), **{"Content-Type": "text/plain"}) as site:
        file, host = fetched(site.url)
    assert (file.read(), host) == (drawn(), "127.0.0.1")
    assert len(site.seen) == 1


def test_nothing_of_ours_is_told_to_the_website():
    with website(drawn()) as site:
        fetched(site.url)
    [(_path, headers)] = site.seen
    assert set(headers) == {"Host", "Accept-Encoding", "Accept", "User-Agent"}
    assert (headers["User-Agent"], headers["Accept-Encoding"]) == ("Wasl", "identity")


@pytest.mark.parametrize(
    ("status", "code"),
    [(301, "redirect"), (302, "redirect"), (307, "redirect"), (404, "missing"), (500, "missing"), (204, "missing")],
)
def test_another_answer_than_a_picture_is_said_as_what_it_is(status, code):
    with website(says=status, Location="https://elsewhere.example/") as site:
        assert refusal(site.url) == code


def test_a_redirect_to_where_nobody_may_look_is_not_followed():
    with website(b"secret") as inner, website(says=302, Location=inner.url) as site:
        assert refusal(site.url) == "redirect"
    assert inner.seen == []


def test_a_picture_that_is_too_large_is_left_there():
    with website(b"\x89PNG", **{"Content-Length": str(LIMIT + 1)}) as site:
        assert refusal(site.url) == "size"


def test_a_website_that_dribbles_or_is_not_there_does_not_answer(monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 0.2)
    with website(*[b"x"] * 500, pause=0.02) as site:
        assert refusal(site.url) == "unreached"
    assert refusal(site.url) == "unreached"


@pytest.mark.parametrize(("content", "code"), [(PAGE, "page"), (SVG, "drawing"), (b"\x1f\x8b\x08\0", "kind")])
def test_what_says_that_it_is_a_picture_has_to_be_one(content, code):
    with website(content, **{"Content-Type": "image/png"}) as site:
        file, host = fetched(site.url)
    with pytest.raises(ValidationError) as fault:
        redrawn(file, host)
    assert fault.value.code == code


@pytest.mark.parametrize(
    "address",
    ["http://website.example/a.png", "https://127.0.0.1/a.png", "https://[::1]/", "https://[::ffff:169.254.169.254]/",
     "https://169.254.169.254/latest/", "https://website.example:8443/", "https://user:pw@website.example/",
     "file:///etc/passwd", "https://①②⑦.⓪.⓪.①/", "https://localhost/", "https://[", "https://a..b/", "x"],
)  # fmt: skip
def test_only_the_public_internet_is_asked(address, settings):
    settings.LOGO_INSIDE = False
    with patch("socket.create_connection") as met:
        assert refusal(address) == "closed"
    assert not met.called


def test_what_lies_inside_reads_the_same_whether_something_listens_there_or_not(settings):
    settings.LOGO_INSIDE = False
    inner = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]
    with patch("socket.getaddrinfo", return_value=inner), patch("socket.create_connection") as met:
        assert refusal("https://inner.example/") == "closed"
    assert not met.called


@pytest.mark.parametrize(
    ("written", "travels"),
    [
        ("https://نوافذ.example/شعار.png", "https://xn--mgbs4csk.example/%D8%B4%D8%B9%D8%A7%D8%B1.png"),
        ("https://a.example/my logo.png?v=1&w=2#top", "https://a.example/my%20logo.png?v=1&w=2"),
        ("https://a.example/%20x.png", "https://a.example/%20x.png"),
        ("https://a.example", "https://a.example"),
    ],
)
def test_an_address_of_any_script_can_be_asked(written, travels):
    assert in_ascii(written) == travels
