"""Signing in and out, with an e-mail address and nothing else."""

import pytest

from tests import make


def sign_in(visitor, email="olivia@example.com", password=make.PASSWORD, path="/accounts/login/", **more):
    return visitor.post(path, {"login": email, "password": password, **more})


def signed_in(visitor):
    return "_auth_user_id" in visitor.session


def test_the_right_password_opens_the_door(visitor, person):
    response = sign_in(visitor)
    assert (response.status_code, response["Location"]) == (302, "/workspaces/")
    assert signed_in(visitor)


def test_capitals_in_the_address_do_not_matter(visitor, person):
    assert sign_in(visitor, "Olivia@Example.com").status_code == 302


@pytest.mark.parametrize(("email", "password"), [("olivia@example.com", "wrong"), ("nobody@example.com", "wrong")])
def test_a_wrong_pair_says_the_same_whatever_was_wrong(visitor, person, email, password):
    response = sign_in(visitor, email, password)
    assert response.status_code == 200
    assert "No account has this address and password" in response.content.decode()
    assert not signed_in(visitor)


def test_a_closed_account_is_told_so_after_the_right_password_only(visitor, person):
    person.is_active = False
    person.save()
    assert sign_in(visitor, password="wrong").status_code == 200
    assert sign_in(visitor)["Location"] == "/accounts/inactive/"
    assert not signed_in(visitor)


def test_one_lands_where_one_was_going(visitor, person):
    assert sign_in(visitor, next="/acme/settings/profile/")["Location"] == "/acme/settings/profile/"


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
def test_one_is_not_sent_elsewhere(visitor, person, evil):
    assert sign_in(visitor, next=evil)["Location"] == "/workspaces/"


def test_the_next_address_survives_a_mistake(visitor, person):
    page = sign_in(visitor, password="wrong", next="/acme/settings/profile/").content.decode()
    assert 'name="next" value="/acme/settings/profile/"' in page


@pytest.mark.parametrize(("more", "expires"), [({"remember": "on"}, 1_209_600), ({}, None)])
def test_being_remembered_is_a_choice(visitor, person, more, expires):
    sign_in(visitor, **more)
    cookie = visitor.cookies["wasl_session"]
    assert (cookie["max-age"] or None) == expires
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")


def test_failures_of_one_address_do_not_lock_out_another(visitor, person):
    for _ in range(5):
        sign_in(visitor, "other@example.com", "wrong")
    assert sign_in(visitor).status_code == 302


def test_signing_out_takes_a_post(visitor, person):
    visitor.force_login(person)
    assert visitor.get("/accounts/logout/").status_code == 200
    assert signed_in(visitor)
    assert visitor.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert not signed_in(visitor)


def test_a_link_inside_a_workspace_signs_out_as_well(visitor, owner):
    visitor.force_login(owner.user)
    assert visitor.post("/acme/accounts/logout/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "login/code/",
        "login/code/confirm/",
        "3rdparty/",
        "signup/passkey/",
        "2fa/trust/",
        "phone/change/",
    ],
)
def test_pages_of_the_library_that_we_do_not_use_do_not_exist(visitor, person, path):
    visitor.force_login(person)
    assert visitor.get(f"/accounts/{path}").status_code == 404


def test_a_signed_in_visitor_is_sent_on(visitor, person):
    visitor.force_login(person)
    assert visitor.get("/accounts/login/")["Location"] == "/workspaces/"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_the_language_is_chosen_before_anyone_is_known(visitor, db, language, direction):
    response = visitor.post("/language/", {"language": language, "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    page = visitor.get("/accounts/login/").content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert all(name in page for name in ("العربيّة", "فارسی", "English"))


def test_the_language_stays_with_the_account(visitor, person):
    visitor.force_login(person)
    visitor.post("/language/", {"language": "fa", "next": "/workspaces/"})
    person.refresh_from_db()
    assert person.language == "fa"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example"])
def test_the_language_switch_sends_nobody_elsewhere(visitor, db, evil):
    assert visitor.post("/language/", {"language": "fa", "next": evil})["Location"] == "/"


def test_an_unknown_language_changes_nothing(visitor, db):
    visitor.post("/language/", {"language": "xx", "next": "/accounts/login/"})
    assert '<html lang="en"' in visitor.get("/accounts/login/").content.decode()
