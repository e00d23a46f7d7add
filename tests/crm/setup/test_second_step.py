"""A second step at sign-in: an app, recovery codes, and what it takes to change them."""

import html
import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests import make
from tests.crm.setup.one_time import code

APP = "/accounts/2fa/app/"
CODES = "/accounts/2fa/codes/"
STEP = "/accounts/2fa/"


def sign_in(visitor, **more):
    return visitor.post("/accounts/login/", {"login": "olivia@example.com", "password": make.PASSWORD, **more})


def signed_in(visitor):
    return "_auth_user_id" in visitor.session


@pytest.fixture
def inside(visitor, person):
    """A browser that signed in a moment ago, so it is not asked again who it is."""
    sign_in(visitor)
    return visitor


@pytest.fixture
def secret(inside, mails):
    """The app is set up; its secret."""
    key = re.search(r'<code class="wl-secret"[^>]*>(\w+)', inside.get(APP).content.decode()).group(1)
    with mails() as sent:
        assert inside.post(APP, {"code": code(key)})["Location"] == CODES
    assert [mail.subject for mail in sent if "app" in mail.subject] == ["An authenticator app was set up"]
    return key


@pytest.fixture
def newcomer(visitor):
    """Another browser of the same person."""
    return type(visitor)()


def recovery_codes(browser):
    return re.findall(r"<code>(\d+)</code>", browser.get(CODES).content.decode())


def test_setting_up_shows_a_square_and_a_key_and_nothing_inline(inside):
    page = inside.get(APP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    key = re.search(r'<code class="wl-secret"[^>]*>(\w+)', page).group(1)
    link = html.unescape(re.search(r'href="(otpauth:[^"]+)"', page).group(1))
    assert f"secret={key}" in link
    assert "issuer=Wasl" in link
    assert "olivia%40example.com" in link


def test_a_wrong_code_sets_up_nothing_and_keeps_the_key(inside):
    before = inside.get(APP).context["form"].secret
    answer = inside.post(APP, {"code": "000000"})
    assert "This is not the code" in answer.content.decode()
    assert answer.context["form"].secret == before
    assert not Authenticator.objects.exists()


def test_the_secret_is_not_kept_readable(secret):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code(secret))


def test_a_new_secret_key_of_the_installation_locks_nobody_out(secret, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code(secret))


def test_the_password_alone_opens_nothing_any_more(secret, newcomer):
    assert sign_in(newcomer)["Location"] == STEP
    assert not signed_in(newcomer)
    assert newcomer.get("/workspaces/")["Location"].startswith("/accounts/login/")
    assert newcomer.post(STEP, {"code": code(secret)})["Location"] == "/workspaces/"
    assert signed_in(newcomer)


def test_the_code_may_be_typed_in_persian(secret, newcomer):
    sign_in(newcomer)
    typed = code(secret).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert newcomer.post(STEP, {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302


def test_one_lands_where_one_was_going(secret, newcomer):
    sign_in(newcomer, next="/acme/settings/profile/")
    assert newcomer.post(STEP, {"code": code(secret)})["Location"] == "/acme/settings/profile/"


def test_a_used_code_does_not_work_twice(secret, visitor, newcomer):
    sign_in(newcomer)
    used = code(secret)
    newcomer.post(STEP, {"code": used})
    thief = type(visitor)()
    sign_in(thief)
    thief.post(STEP, {"code": used})
    assert not signed_in(thief)


def test_guessing_is_counted_and_explained(secret, newcomer):
    cache.clear()
    sign_in(newcomer)
    for _ in range(5):
        assert "This is not the code" in newcomer.post(STEP, {"code": "000000"}).content.decode()
    assert "Too many failed attempts. Try again" in newcomer.post(STEP, {"code": code(secret)}).content.decode()
    assert not signed_in(newcomer)


def test_a_recovery_code_opens_once(secret, inside, visitor, newcomer):
    first, *rest = recovery_codes(inside)
    assert len(rest) == 9
    sign_in(newcomer)
    assert newcomer.post(STEP, {"code": first}).status_code == 302
    again = type(visitor)()
    sign_in(again)
    again.post(STEP, {"code": first})
    assert not signed_in(again)
    assert recovery_codes(inside) == rest


def test_recovery_codes_can_be_saved_as_text(secret, inside):
    answer = inside.get(CODES + "download/")
    assert answer["Content-Type"].startswith("text/plain")
    assert 'attachment; filename="recovery-codes.txt"' in answer["Content-Disposition"]
    assert re.findall(r"^\d{8}$", answer.content.decode(), re.M) == recovery_codes(inside)


def test_new_recovery_codes_replace_the_old_ones(secret, inside, mails):
    old = recovery_codes(inside)
    with mails() as sent:
        assert inside.post(CODES + "new/")["Location"] == CODES
    assert not set(old) & set(recovery_codes(inside))
    assert [mail.subject for mail in sent] == ["New recovery codes were made"]


def test_recovery_codes_are_not_shown_without_asking_again(secret, newcomer):
    """Somebody at an unlocked screen does not walk away with the codes."""
    sign_in(newcomer)
    newcomer.post(STEP, {"code": code(secret)})
    forget_reauthentication(newcomer)
    for path in (CODES, CODES + "download/"):
        assert newcomer.get(path)["Location"].startswith("/accounts/reauthenticate/")


def forget_reauthentication(browser):
    """As if one had signed in long ago."""
    session = browser.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**one, "at": 0} for one in records]
    session.save()


@pytest.mark.parametrize("path", [APP, APP + "off/", CODES + "new/", "/accounts/passkeys/new/"])
def test_changes_ask_for_the_password_again(secret, inside, path):
    if path == APP:
        Authenticator.objects.all().delete()
    forget_reauthentication(inside)
    answer = inside.get(path)
    assert answer["Location"] == f"/accounts/reauthenticate/?next={quote(path, safe='')}"
    assert "Is it you?" in inside.get(answer["Location"]).content.decode()
    assert "This is not your password" in inside.post(answer["Location"], {"password": "wrong"}).content.decode()
    again = inside.post("/accounts/reauthenticate/", {"password": make.PASSWORD, "next": path})
    assert again["Location"] == path
    assert inside.get(path).status_code == 200


def test_a_code_is_as_good_as_the_password_there(secret, inside):
    forget_reauthentication(inside)
    answer = inside.post("/accounts/2fa/reauthenticate/", {"code": code(secret), "next": APP + "off/"})
    assert answer["Location"] == APP + "off/"


def test_switching_off_takes_the_codes_along(secret, inside, mails):
    with mails() as sent:
        assert inside.post(APP + "off/")["Location"] == "/accounts/security/"
    assert not Authenticator.objects.exists()
    assert "The authenticator app was switched off" in [mail.subject for mail in sent]


def test_the_page_shows_what_there_is(secret, inside):
    page = inside.get("/accounts/security/").content.decode()
    assert "10</bdi> codes left" in page
    assert 'href="/accounts/2fa/app/off/"' in page
    Authenticator.objects.all().delete()
    assert 'href="/accounts/2fa/app/"' in inside.get("/accounts/security/").content.decode()


def test_nobody_reaches_anothers_passkey(secret, inside):
    other = make.user("Other")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Theirs", "credential": {}})
    for path in (f"/accounts/passkeys/{key.pk}/", f"/accounts/passkeys/{key.pk}/removal/"):
        assert inside.get(path).status_code == 404
        assert inside.post(path, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


NONSENSE = ["", "{}", "not json", '{"id": "x", "response": {}}', "[]", "null", "7", '{"rawId": "%", "response": 1}']


@pytest.mark.parametrize("credential", NONSENSE)
def test_an_invented_passkey_is_not_added(inside, credential):
    inside.get("/accounts/passkeys/new/")
    answer = inside.post("/accounts/passkeys/new/", {"name": "x", "credential": credential})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", NONSENSE)
def test_an_invented_passkey_is_no_second_step(secret, newcomer, credential):
    sign_in(newcomer)
    newcomer.get(STEP)
    assert newcomer.post(STEP, {"credential": credential}).status_code == 200
    assert not signed_in(newcomer)


@pytest.mark.parametrize("credential", NONSENSE)
def test_an_invented_passkey_opens_nothing(visitor, person, credential):
    visitor.get("/accounts/passkeys/login/", HTTP_ACCEPT="application/json")
    answer = visitor.post("/accounts/passkeys/login/", {"credential": credential})
    assert answer["Location"] == "/accounts/login/"
    assert not signed_in(visitor)
