"""Where the door leads, and where it does not."""

import socket
import time
from ipaddress import ip_address
from unittest.mock import patch

import pytest

from crm.lib import door


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:0a00:0001::",
     "64:ff9b::a00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
)  # fmt: skip
def test_inner_addresses_are_none_of_the_public_internet(address):
    assert not door.is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "142.250.1.188", "2606:4700:4700::1111"])
def test_public_ones_are(address):
    assert door.is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    ["http://push.example/x", "https://push.example:8443/x", "https://user:pw@push.example/x", "file:///etc/passwd",
     "https:///x", "ftp://push.example/", "https://push.example/a b", "https://push.example/\r\nHost: x", "https://[::1",
     "https://push.example:99999/", "//push.example/", ""],
)  # fmt: skip
def test_an_address_that_is_not_plain_https_is_not_even_looked_up(url):
    with patch("socket.getaddrinfo") as looked_up, pytest.raises(door.DoorClosed):
        door.post(url, b"", {})
    assert not looked_up.called


def test_one_inner_address_among_public_ones_shuts_the_door_and_what_was_judged_is_what_is_met():
    def found(*addresses):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]

    with (
        patch("socket.getaddrinfo", side_effect=[found("1.1.1.1", "10.0.0.1"), found("1.1.1.1"), found("10.0.0.1")]),
        patch("socket.create_connection", side_effect=ConnectionRefusedError) as met,
    ):
        with pytest.raises(door.DoorClosed):
            door.post("https://push.example/x", b"", {})
        assert not met.called
        with pytest.raises(door.NotReached, match="push.example: ConnectionRefusedError"):
            door.post("https://push.example/x", b"", {})
        assert met.call_args.args[0] == ("1.1.1.1", 443)  # the address, not the name that may lead elsewhere by now


def test_a_server_that_dribbles_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(door.NotReached):
            door.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"x", {}, inside=True)
        assert time.monotonic() - begun < 5
