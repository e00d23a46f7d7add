"""Where one is signed in, and signing out from afar."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from crm.setup.accounts import middleware
from crm.setup.accounts.devices import describe
from tests import make
from tests.conftest import MemberClient

DEVICES = "/accounts/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def sign_in_on(visitor, person):
    """sign_in_on(user_agent, ip) → one that has signed in."""

    def sign_in(agent=CHROME, ip="10.0.0.1"):
        one = type(visitor)(HTTP_USER_AGENT=agent, REMOTE_ADDR=ip)
        one.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
        return one

    return sign_in


def listed(one):
    return [(device.words, device.ip, device.here) for device in one.get(DEVICES).context["devices"]]


def signed_in(one):
    return one.get("/accounts/security/").status_code == 200


def test_each_device_is_listed_and_this_one_marked(sign_in_on):
    desk, phone = sign_in_on(), sign_in_on(IPHONE, "10.0.0.2")
    assert listed(phone) == [("Safari on iPhone", "10.0.0.2", True), ("Chrome on Windows", "10.0.0.1", False)]
    page = desk.get(DEVICES).content.decode()
    assert page.index("Chrome on Windows") < page.index("Safari on iPhone")
    assert "This device" in page


def test_one_device_can_be_signed_out_from_another(sign_in_on):
    desk, phone = sign_in_on(), sign_in_on(IPHONE)
    theirs = next(device for device in desk.get(DEVICES).context["devices"] if not device.here)
    assert desk.post(f"{DEVICES}{theirs.pk}/end/")["Location"] == DEVICES
    assert "The device is signed out." in desk.get(DEVICES).content.decode()
    assert not signed_in(phone)
    assert signed_in(desk)


def test_all_others_can_be_signed_out_at_once(sign_in_on):
    desk, *others = sign_in_on(), sign_in_on(IPHONE), sign_in_on(IPHONE)
    desk.post(f"{DEVICES}others/end/")
    assert [signed_in(one) for one in others] == [False, False]
    assert len(listed(desk)) == 1


def test_one_does_not_sign_out_oneself_or_a_stranger(sign_in_on, visitor):
    desk = sign_in_on()
    other = make.user("Other", email="other@example.com")
    theirs = UserSession.objects.create(user=other, ip="10.9.9.9", session_key="x" * 32, user_agent="")
    mine = desk.get(DEVICES).context["devices"][0]
    assert desk.post(f"{DEVICES}{mine.pk}/end/").status_code == 404
    assert desk.post(f"{DEVICES}{theirs.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=theirs.pk).exists()
    assert signed_in(desk)


def test_a_get_ends_nothing(sign_in_on):
    desk, phone = sign_in_on(), sign_in_on(IPHONE)
    assert desk.get(f"{DEVICES}others/end/").status_code == 405
    assert signed_in(phone)


def test_a_new_password_ends_the_others_and_keeps_this_one(sign_in_on, mails):
    desk, phone = sign_in_on(), sign_in_on(IPHONE)
    with mails():
        desk.post("/accounts/password/change/", {"oldpassword": make.PASSWORD, "password1": "many quiet windows"})
    assert not signed_in(phone)
    assert [words for words, _, _ in listed(desk)] == ["Chrome on Windows"]


def test_signing_out_leaves_the_list(sign_in_on):
    desk, phone = sign_in_on(), sign_in_on(IPHONE)
    phone.post("/accounts/logout/")
    assert len(listed(desk)) == 1


def test_last_seen_is_written_every_five_minutes_and_not_more(sign_in_on, monkeypatch):
    desk = sign_in_on()
    long_ago = timezone.now() - timedelta(hours=2)
    UserSession.objects.update(last_seen_at=long_ago)
    desk.get("/workspaces/")
    assert UserSession.objects.get().last_seen_at == long_ago
    real = time.time
    monkeypatch.setattr(middleware.time, "time", lambda: real() + 301)
    desk.get("/workspaces/", REMOTE_ADDR="10.0.0.77")
    seen = UserSession.objects.get()
    assert seen.last_seen_at > long_ago
    assert seen.ip == "10.0.0.77"


def test_a_session_from_before_is_listed_as_well(visitor, person):
    visitor.force_login(person)
    assert [here for _, _, here in listed(visitor)] == [True]


@pytest.mark.parametrize(
    ("agent", "words", "handheld"),
    [
        (CHROME, "Chrome on Windows", False),
        (IPHONE, "Safari on iPhone", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux", False),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 EdgA/140.0", "Edge on Android", True),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18 Safari/605", "Safari on macOS", False),
        ("curl/8", "Unknown device", False),
        ("", "Unknown device", False),
    ],
)
def test_devices_are_called_what_people_call_them(agent, words, handheld):
    assert describe(agent) == (words, handheld)


def test_the_settings_of_a_workspace_lead_here(owner, client_for):
    client = client_for(owner)
    assert 'href="/acme/accounts/security/"' in client.get("/settings/profile/").content.decode()
    assert client.get("/acme/accounts/security/").status_code == 200


def test_pages_of_an_account_speak_its_language(owner):
    owner.user.language = "fa"
    owner.user.save()
    client = MemberClient(owner)
    answer = client.get("/accounts/sessions/", headers={"Accept-Language": "ar"})
    assert answer.headers["Content-Language"] == "fa"
    client.cookies["django_language"] = "ar"  # chosen on a page before signing in
    assert client.get("/accounts/sessions/").headers["Content-Language"] == "ar"
