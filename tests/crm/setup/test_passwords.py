"""A forgotten password, and a changed one."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils import translation

from tests import make

NEW = "a house with many windows"


def ask(visitor, mails, email="olivia@example.com", **headers):
    with mails() as sent:
        response = visitor.post("/accounts/password/reset/", {"email": email}, **headers)
    return response, sent


def follow(visitor, path):
    """The form behind a reset link: allauth moves the key from the address into the session first."""
    response = visitor.get(path)
    return response["Location"] if response.status_code == 302 else None


def test_a_known_and_an_unknown_address_get_the_same_answer(visitor, mails, person):
    known, _ = ask(visitor, mails)
    unknown, _ = ask(visitor, mails, "nobody@example.com")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert (known.content, known.cookies.keys()) == (unknown.content, unknown.cookies.keys())


def test_both_get_a_mail_but_only_one_a_link(visitor, mails, person):
    _, sent = ask(visitor, mails)
    assert (sent[0].to, sent[0].subject) == (["olivia@example.com"], "Set a new password for Wasl")
    assert "/accounts/password/reset/key/" in sent[0].body
    _, sent = ask(visitor, mails, "nobody@example.com")
    assert (sent[0].to, sent[0].subject) == (["nobody@example.com"], "No account for this address")
    assert "/key/" not in sent[0].body


def test_a_closed_account_gets_no_link(visitor, mails, person):
    person.is_active = False
    person.save()
    _, sent = ask(visitor, mails)
    assert "/key/" not in sent[0].body


def test_the_link_begins_with_our_address_whatever_host_the_request_claims(visitor, mails, person, settings):
    """Or somebody could ask for another's password and have the key sent to a server of theirs."""
    settings.ALLOWED_HOSTS = ["*"]
    _, sent = ask(visitor, mails, HTTP_HOST="evil.example")
    assert "http://testserver/accounts/password/reset/key/" in sent[0].body
    assert "evil.example" not in sent[0].body + sent[0].alternatives[0].content


def test_the_mail_speaks_the_language_of_the_page(visitor, mails, person):
    visitor.post("/language/", {"language": "ar", "next": "/"})
    _, sent = ask(visitor, mails)
    assert '<html lang="ar" dir="rtl">' in sent[0].alternatives[0].content


def test_the_link_sets_a_password_once(visitor, mails, person, link_in):
    _, sent = ask(visitor, mails)
    path = link_in(sent[0])
    form = follow(visitor, path)
    assert path.split("-")[-1] not in form  # the key is out of the address
    with mails() as sent:
        assert visitor.post(form, {"password1": NEW})["Location"] == "/accounts/password/reset/key/done/"
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [m.subject for m in sent] == ["Your password was changed"]
    assert "This link does not work" in visitor.get(path).content.decode()


def test_a_new_password_signs_other_devices_out(visitor, mails, person, link_in):
    other = type(visitor)()
    other.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert other.get("/accounts/password/change/").status_code == 200
    _, sent = ask(visitor, mails)
    with mails():
        visitor.post(follow(visitor, link_in(sent[0])), {"password1": NEW})
    assert other.get("/accounts/password/change/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password123", "12345678901", "olivia@example.com", ""])
def test_a_weak_password_is_refused_beside_its_field(visitor, mails, person, link_in, weak):
    _, sent = ask(visitor, mails)
    page = visitor.post(follow(visitor, link_in(sent[0])), {"password1": weak}).content.decode()
    assert re.search(r'id="id_password1_error"', page)
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


def test_a_run_out_link_does_nothing(visitor, mails, person, link_in, monkeypatch):
    _, sent = ask(visitor, mails)
    later = PasswordResetTokenGenerator()._now().replace(year=2030)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert "This link does not work" in visitor.get(link_in(sent[0])).content.decode()


@pytest.mark.parametrize("key", ["1-x", "zz-set-password", "1-set-password", "0-0"])
def test_an_invented_link_does_nothing(visitor, db, key):
    assert "This link does not work" in visitor.get(f"/accounts/password/reset/key/{key}/").content.decode()


def test_one_address_is_not_flooded_with_mail(visitor, mails, person):
    answers = [ask(visitor, mails)[0].status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_changing_takes_the_old_password(visitor, person):
    visitor.force_login(person)
    page = visitor.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": NEW}).content.decode()
    assert "This is not your password" in page
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


def test_changing_keeps_this_device_and_goes_back(visitor, mails, person):
    visitor.force_login(person)
    values = {"oldpassword": make.PASSWORD, "password1": NEW, "next": "/acme/settings/profile/"}
    with mails() as sent:
        assert visitor.post("/accounts/password/change/", values)["Location"] == "/acme/settings/profile/"
    assert [m.subject for m in sent] == ["Your password was changed"]
    assert visitor.get("/accounts/password/change/").status_code == 200


def test_changing_is_for_the_signed_in(visitor, db):
    assert visitor.get("/accounts/password/change/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("language", ["ar", "fa"])
@pytest.mark.parametrize("password", ["shrt", "password1234", "olivia@example.com"])
def test_a_weak_password_is_refused_in_the_readers_language(person, language, password):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert [text for text in refused.value.messages if re.search("[A-Za-z]", text)] == []
