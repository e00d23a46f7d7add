"""Signing in with the company's own account, at a provider that speaks OpenID Connect."""

import http.client
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from crm.tenants.models import User
from tests import make
from tests.crm.setup import openid

LOGIN = "/accounts/company/login/"


def app(provider):
    return {
        "provider_id": "company", "name": "Firm", "client_id": openid.CLIENT, "secret": openid.SECRET,
        "settings": {"server_url": provider.address},
    }  # fmt: skip


@pytest.fixture
def provider(settings):
    with openid.running() as found:
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app(found)]}}
        yield found


def there(address):
    """What a browser does there: follow one address to the provider, and come back with its answer."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    return connection.getresponse().headers["Location"].removeprefix("http://testserver")


def come_in(visitor, **asked):
    return visitor.get(there(visitor.get(LOGIN, asked)["Location"]))


def signed_in(visitor):
    return "_auth_user_id" in visitor.session


def test_the_button_stands_there_only_when_a_provider_is_configured(visitor, db):
    assert LOGIN not in visitor.get("/accounts/login/").content.decode()
    assert visitor.get(LOGIN).status_code == 404


def test_the_button_has_the_companys_name_and_keeps_the_way(visitor, db, provider):
    page = visitor.get("/accounts/login/?next=/acme/people/").content.decode()
    assert "Continue with Firm" in page
    assert f'href="{LOGIN}?next=/acme/people/"' in page


def test_a_known_person_comes_in_by_the_address_that_the_provider_vouches_for(visitor, person, provider):
    provider.person |= {"email": "Olivia@Example.com"}
    assert come_in(visitor, next="/acme/people/")["Location"] == "/acme/people/"
    assert int(visitor.session["_auth_user_id"]) == person.pk
    assert SocialAccount.objects.get(user=person).uid == "17"


def test_afterwards_the_address_there_may_change(visitor, person, provider):
    provider.person |= {"email": person.email}
    come_in(visitor)
    provider.person |= {"email": "married@firm.example"}
    again = type(visitor)()
    come_in(again)
    assert int(again.session["_auth_user_id"]) == person.pk


def test_a_new_person_gets_an_account_with_name_and_proven_address(visitor, db, provider):
    assert come_in(visitor)["Location"] == "/workspaces/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("noura@firm.example", "Noura Harbi", "en")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    page = visitor.get("/accounts/security/").content.decode()
    assert "connected with your company account" in page
    assert "Set a password" in page


def test_an_address_that_the_provider_does_not_vouch_for_takes_nobodys_account(visitor, person, provider):
    provider.person |= {"email": person.email, "email_verified": False}
    come_in(visitor)
    assert not signed_in(visitor)
    assert not SocialAccount.objects.filter(user=person).exists()


def test_a_new_address_without_a_voucher_is_proven_by_a_code(visitor, db, provider, mails, code_in):
    provider.person |= {"email_verified": False}
    with mails() as sent:
        step = come_in(visitor)["Location"]
    assert step == "/accounts/confirm-email/"
    assert not signed_in(visitor)
    assert visitor.post(step, {"code": code_in(sent[0])}).status_code == 302
    assert signed_in(visitor)


def test_whoever_took_the_address_first_keeps_no_key_to_it(visitor, db, provider, mails, code_in, forget_limits):
    """Somebody signs up with another's address, cannot prove it, and waits for its owner to come in."""
    thief = {"name": "T", "email": "noura@firm.example", "password1": make.PASSWORD}
    with mails():
        type(visitor)().post("/accounts/signup/", thief)
    forget_limits()
    with mails() as sent:
        step = come_in(visitor)["Location"]
    assert not User.objects.get().has_usable_password()
    visitor.post(step, {"code": code_in(sent[-1])})
    assert signed_in(visitor)


def test_a_second_step_is_asked_here_as_well(visitor, person, provider):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    provider.person |= {"email": person.email}
    assert come_in(visitor)["Location"] == "/accounts/2fa/"
    assert not signed_in(visitor)


def test_where_sign_up_is_closed_strangers_stay_outside(visitor, acme_seats, provider, settings):
    settings.SIGN_UP_OPEN = False
    assert "by invitation only" in come_in(visitor).content.decode()
    assert not User.objects.filter(email="noura@firm.example").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": openid.OTHER_KEY},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"aud": "another client"}},
        {"claims": {"exp": 1}},
        {"userinfo": {"sub": "18"}},
    ],
    ids=["signature", "issuer", "audience", "expired", "another person"],
)
def test_a_token_that_is_not_right_opens_nothing(visitor, person, provider, wrong):
    provider.person |= {"email": person.email}
    for name, value in wrong.items():
        setattr(provider, name, value)
    answer = come_in(visitor)
    assert answer.status_code == 401
    assert "The company account was not accepted" in answer.content.decode()
    assert not signed_in(visitor)


@pytest.mark.parametrize("asked", [{}, {"code": "x"}, {"code": "x", "state": "invented"}, {"error": "server_error"}])
def test_an_invented_return_opens_nothing(visitor, person, provider, asked):
    assert visitor.get("/accounts/company/callback/", asked).status_code == 401
    assert not signed_in(visitor)


def test_a_code_from_another_browser_opens_nothing(visitor, person, provider):
    provider.person |= {"email": person.email}
    back = there(visitor.get(LOGIN)["Location"])
    victim = type(visitor)()
    assert victim.get(back).status_code == 401
    assert not signed_in(victim)


def test_a_provider_that_is_down_is_said_plainly(visitor, db, settings):
    with openid.running() as gone:
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app(gone)]}}
    answer = visitor.get(LOGIN)
    assert answer.status_code == 502
    assert "does not answer" in answer.content.decode()


def test_turning_back_there_is_said_plainly(visitor, person, provider):
    state = urlsplit(visitor.get(LOGIN)["Location"]).query.partition("state=")[2].partition("&")[0]
    answer = visitor.get("/accounts/company/callback/", {"error": "access_denied", "state": state})
    assert "Nothing has happened" in visitor.get(answer["Location"]).content.decode()
