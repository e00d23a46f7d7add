"""Whose a session is, and when it ends: it is made anew at each change of what opens an account."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from crm.setup.members.actions import deactivate
from tests import make
from tests.conftest import MemberClient

SIGN_IN = "/accounts/login/"
NEW = "a house with many windows"
COOKIE = settings.SESSION_COOKIE_NAME


def sign_in(visitor, person, **more):
    return visitor.post(SIGN_IN, {"login": person.email, "password": make.PASSWORD, **more})


def key_of(visitor):
    return visitor.cookies[COOKIE].value


def opens(visitor):
    return visitor.get("/accounts/security/").status_code == 200


def test_a_key_that_somebody_slipped_in_is_not_the_one_that_is_signed_in(visitor, person):
    visitor.cookies[COOKIE] = slipped_in = "a" * 32
    sign_in(visitor, person)
    assert key_of(visitor) != slipped_in
    attacker = type(visitor)()
    attacker.cookies[COOKIE] = slipped_in
    assert opens(visitor) and not opens(attacker)


def test_a_session_from_before_signing_in_gets_another_key(visitor, person):
    visitor.get("/accounts/security/needed/")
    session = visitor.session
    session["x"] = 1
    session.save()
    before = session.session_key
    visitor.cookies[COOKIE] = before
    sign_in(visitor, person)
    assert key_of(visitor) != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_new_password_gives_this_device_a_new_key_and_ends_the_old_one(visitor, person, mails):
    sign_in(visitor, person)
    before = key_of(visitor)
    with mails():
        visitor.post("/accounts/password/change/", {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW})
    assert opens(visitor) and key_of(visitor) != before
    thief = type(visitor)()
    thief.cookies[COOKIE] = before
    assert not opens(thief)


def test_what_was_signed_out_cannot_be_put_back(visitor, person):
    sign_in(visitor, person)
    kept = key_of(visitor)
    visitor.post("/accounts/logout/")
    thief = type(visitor)()
    thief.cookies[COOKIE] = kept
    assert not opens(thief)
    assert not Session.objects.filter(session_key=kept).exists()


def test_nothing_from_behind_the_door_is_kept_for_the_back_button(visitor, person):
    sign_in(visitor, person)
    for path in ("/accounts/security/", "/workspaces/", "/accounts/sessions/"):
        assert "no-store" in visitor.get(path).headers["Cache-Control"], path


def test_whoever_is_deactivated_is_out_at_the_next_request(owner, rep):
    client = MemberClient(rep)
    assert client.get("/people/").status_code == 200
    deactivate(rep, by=owner)
    assert client.get("/people/").status_code == 404


def test_a_closed_account_has_no_sessions_any_more(visitor, person):
    sign_in(visitor, person)
    person.is_active = False
    person.save()
    assert not opens(visitor)


@pytest.mark.parametrize("remember", ["", "on"])
def test_the_cookie_is_not_for_scripts_or_other_sites(visitor, person, remember):
    sign_in(visitor, person, remember=remember)
    cookie = visitor.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
