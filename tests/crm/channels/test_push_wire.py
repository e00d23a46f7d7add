"""What goes over the wire to a service of push, and what its answers mean."""

import time

import pytest
from py_vapid import Vapid02
from py_vapid.jwt import decode

from crm.channels.push.wire import Gone, NotSent, Subscription, our_key, send
from crm.lib.vapid import new_key, public_key
from tests.crm.channels.pushservice import Browser, push_service

MESSAGE = {"title": "نوافذ الرياض", "body": "“Call Omar” is due"}


@pytest.fixture
def service(settings):
    settings.PUSH_KEY, settings.PUSH_INSIDE, settings.PUSH_CONTACT = new_key(), True, "mailto:wasl@firm.example"
    with push_service() as server:
        yield server


@pytest.fixture
def subscription(service):
    return Subscription(**Browser(service).subscription)


def test_only_the_browser_can_read_it_and_the_service_knows_who_sent_it(service):
    browser = Browser(service)
    send(Subscription(**browser.subscription), MESSAGE, topic="1-7")
    [(_path, headers, body)] = service.seen
    assert browser.told == [MESSAGE]
    assert b"Omar" not in body
    assert (headers["Content-Encoding"], headers["Topic"], int(headers["TTL"]) > 0) == ("aes128gcm", "1-7", True)
    signed = headers["Authorization"]
    assert Vapid02.verify(signed)
    token, key = (part.split("=", 1)[1] for part in signed.removeprefix("vapid ").split(","))
    assert key == our_key() != ""
    claims = decode(token, key)
    assert claims["aud"] == f"http://127.0.0.1:{service.server_address[1]}"
    assert claims["sub"] == "mailto:wasl@firm.example"
    assert 0 < claims["exp"] - time.time() <= 24 * 3600  # RFC 8292, 2


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_given_up_is_gone_for_good(service, subscription, status):
    service.says = status
    with pytest.raises(Gone):
        send(subscription, MESSAGE, topic="1-7")


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "90"}, 90),
        (503, {"Retry-After": "999999"}, 3600),
        (500, {}, 0),
        (301, {"Location": "/"}, 0),
    ],
)
def test_what_is_not_taken_now_may_be_taken_later(service, subscription, status, headers, wait):
    service.says, service.headers = status, headers
    with pytest.raises(NotSent) as problem:
        send(subscription, MESSAGE, topic="1-7")
    assert problem.value.wait == wait
    assert subscription.endpoint not in str(problem.value)
    assert len(service.seen) == 1  # a redirect is not followed


def test_inside_our_own_network_nobody_is_asked(service, subscription, settings):
    settings.PUSH_INSIDE = False
    with pytest.raises(Gone):
        send(subscription, MESSAGE, topic="1-7")
    assert service.seen == []


def test_without_a_key_there_is_none_to_show_and_another_one_is_another(settings):
    settings.PUSH_KEY = ""
    assert our_key() == ""
    assert public_key(new_key()) != public_key(new_key())
    with pytest.raises(ValueError, match="base64url"):
        public_key("not a key!")
