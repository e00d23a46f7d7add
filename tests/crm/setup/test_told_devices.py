"""Letting a browser be notified, and ending it, on the page of notifications."""

import pytest

from crm.lib.vapid import new_key
from crm.notify.models import Device
from tests.conftest import MemberClient
from tests.crm.channels.pushservice import Browser, push_service

PAGE = "/settings/notifications/"
ALLOW = "/settings/notifications/devices/"


@pytest.fixture
def browser(settings):
    settings.PUSH_KEY, settings.PUSH_INSIDE = new_key(), True
    with push_service() as service:
        yield Browser(service)


def test_a_device_is_allowed_listed_and_ended_by_its_own_member_alone(browser, rep, manager):
    client = MemberClient(rep, headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/120"})
    assert 'data-here="no"' in client.get(PAGE).content.decode()
    assert client.post(ALLOW, browser.subscription).status_code == 204
    html = client.get(PAGE).content.decode()
    assert "Chrome on Android" in html and "This device" in html and 'data-here="yes"' in html
    assert "This device" not in MemberClient(rep).get(PAGE).content.decode()  # from elsewhere: "Allowed … ago"
    ending = f"{ALLOW}{Device.objects.get().pk}/removal/"
    assert MemberClient(manager).post(ending).status_code == 404
    assert client.post(ending).status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("endpoint", "https://user@push.example/x"), ("endpoint", "javascript:alert(1)"), ("endpoint", ""),
        ("p256dh", "BA"), ("p256dh", "not base64!"), ("auth", "AAAA"), ("auth", "é"),
    ],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(browser, rep, field, value):
    reply = MemberClient(rep).post(ALLOW, {**browser.subscription, field: value})
    assert (reply.status_code, list(reply.json()["errors"])) == (422, [field])


def test_an_inner_address_is_refused_unless_the_environment_says_so(browser, rep, settings):
    settings.PUSH_INSIDE = False
    assert MemberClient(rep).post(ALLOW, browser.subscription).status_code == 422


def test_without_a_key_neither_the_devices_nor_their_column_are_there(rep, settings):
    settings.PUSH_KEY = ""
    client = MemberClient(rep)
    html = client.get(PAGE).content.decode()
    assert "way-push" not in html and 'id="devices"' not in html
    assert client.post(ALLOW, {}).status_code == 404
