"""Too many attempts: the door stays shut for a while, and the page says plainly for how long."""

import re

import pytest
from allauth.core.internal import ratelimit
from django.utils import translation

from crm.setup.accounts.lockout import in_words
from tests import make

SIGN_IN = "/accounts/login/"


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds) puts the time of the limits forward."""
    import time

    shift, real = [0], time.time

    def now():
        return real() + shift[0]

    monkeypatch.setattr("crm.setup.accounts.lockout.time.time", now)
    monkeypatch.setattr(ratelimit.time, "time", now)
    return lambda seconds: shift.__setitem__(0, shift[0] + seconds)


def sign_in(visitor, email="olivia@example.com", password=make.PASSWORD, **more):
    return visitor.post(SIGN_IN, {"login": email, "password": password}, **more)


def lock(visitor):
    for _ in range(5):
        assert "Too many" not in sign_in(visitor, password="wrong").content.decode()


def test_five_failures_shut_the_door_even_to_the_right_password(visitor, person):
    lock(visitor)
    page = sign_in(visitor).content.decode()
    assert "Too many failed attempts. Try again in 5 minutes, or set a new password now." in page
    assert "_auth_user_id" not in visitor.session


def test_the_page_counts_down_and_the_door_opens_again(visitor, person, clock):
    lock(visitor)
    clock(200)
    assert "Try again in 2 minutes" in sign_in(visitor).content.decode()
    clock(70)
    assert "Try again in 30 seconds" in sign_in(visitor).content.decode()
    clock(31)
    assert sign_in(visitor).status_code == 302


@pytest.mark.parametrize(("language", "words"), [("ar", "بعد 5 دقائق"), ("fa", "۵ دقیقهٔ دیگر")])
def test_it_is_said_in_the_readers_language(visitor, person, language, words):
    visitor.post("/language/", {"language": language, "next": "/"})
    for _ in range(5):
        sign_in(visitor, password="wrong")
    assert words in sign_in(visitor).content.decode()


def test_a_new_password_opens_the_door_at_once(visitor, person, mails, link_in):
    lock(visitor)
    with mails() as sent:
        visitor.post("/accounts/password/reset/", {"email": person.email})
    form = visitor.get(link_in(sent[0]))["Location"]
    with mails():
        visitor.post(form, {"password1": "a house with many windows"})
    assert sign_in(visitor, password="a house with many windows").status_code == 302


def test_a_locked_account_says_the_same_whether_it_exists(visitor, person):
    for email in ("olivia@example.com", "nobody@example.com"):
        browser = type(visitor)(REMOTE_ADDR=f"10.0.0.{len(email)}")
        for _ in range(5):
            sign_in(browser, email, "wrong")
        assert "Try again in 5 minutes" in sign_in(browser, email).content.decode()


def test_one_place_cannot_try_many_accounts(visitor, person):
    """Ten failures a minute from one address shut it out, whichever accounts they were for."""
    for number in range(10):
        sign_in(visitor, f"{number}@example.com", "wrong")
    assert "Try again in 1 minute" in sign_in(visitor).content.decode()
    elsewhere = type(visitor)(REMOTE_ADDR="10.1.1.1")
    assert sign_in(elsewhere).status_code == 302


def test_a_flood_of_forms_gets_a_page_that_says_when(visitor, person):
    for number in range(30):
        sign_in(visitor, f"{number}@example.com", "")
    answer = sign_in(visitor)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert re.search(r"Nothing is lost or locked: try again in (1 minute|\d0 seconds)", page)


def test_the_page_of_a_key_that_is_not_counted_here_says_a_few_minutes(visitor, db):
    for _ in range(21):
        answer = visitor.post("/accounts/password/reset/key/1-x/", {"password1": "x"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in 10 seconds"),
        (50, "in 50 seconds"),
        (51, "in 1 minute"),
        (61, "in 2 minutes"),
        (3600, "in 60 minutes"),
        (7200, "in 2 hours"),
    ],
)
def test_waits_are_rounded_up(seconds, words):
    with translation.override("en"):
        assert in_words(seconds) == words
