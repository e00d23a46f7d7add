"""Where the door leads, and where it does not."""

import socket
import threading
import time
from ipaddress import ip_address
from unittest.mock import patch

import pytest

from crm.lib import door
from tests.crm.lib.website import website

WAYS = {
    "post": lambda url, **how: door.post(url, b"x", {}, **how),
    "get": lambda url, **how: door.get(url, {}, most=1000, **how),
}
both_ways = pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS)


def found(*addresses):
    """What a name server says of a name."""
    return [
        (socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in addresses
    ]


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
     "https://push.example:99999/", "//push.example/", "", "https://a..example/", f"https://{'a' * 64}.example/",
     "data:image/png;base64,AA==", "gopher://push.example/", "https://نوافذ.example/"],
)  # fmt: skip
@both_ways
def test_an_address_that_is_not_plain_https_is_not_even_looked_up(ask, url):
    with patch("socket.getaddrinfo") as looked_up, pytest.raises(door.DoorClosed):
        ask(url)
    assert not looked_up.called


INNER_URLS = [
    "https://localhost/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/",
    "https://0/", "https://10.0.0.8/", "https://192.168.1.1/admin", "https://172.16.5.5/", "https://100.64.1.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://[::]/", "https://[fe80::1]/",
    "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:a9fe:a9fe]/",
    "https://[2002:7f00:1::]/", "https://[64:ff9b::7f00:1]/", "https://224.0.0.1/", "https://255.255.255.255/",
]  # fmt: skip


@both_ways
@pytest.mark.parametrize("url", INNER_URLS)
def test_an_inner_address_is_not_met_however_it_is_written(ask, url):
    with patch("socket.create_connection") as met, pytest.raises(door.DoorClosed):
        ask(url)
    assert not met.called


@both_ways
@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_not_met(ask, inner):
    with (
        patch("socket.getaddrinfo", return_value=found("1.1.1.1", inner)),
        patch("socket.create_connection") as met,
        pytest.raises(door.DoorClosed),
    ):
        ask("https://website.example/logo.png")
    assert not met.called


@both_ways
def test_what_was_judged_is_what_is_met_wherever_the_name_leads_by_now(ask):
    with (
        patch("socket.getaddrinfo", side_effect=[found("1.1.1.1"), found("10.0.0.1")]) as looked_up,
        patch("socket.create_connection", side_effect=ConnectionRefusedError) as met,
        pytest.raises(door.NotReached, match="push.example: ConnectionRefusedError"),
    ):
        ask("https://push.example/x")
    assert met.call_args.args[0] == ("1.1.1.1", 443)  # the address, not the name
    assert looked_up.call_count == 1


@both_ways
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_says_nothing_holds_nobody_up(ask, scheme, monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(door.NotReached):
            ask(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/", inside=True)
        assert time.monotonic() - begun < 5


def test_one_that_shakes_hands_for_ever_holds_nobody_up_either(monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 0.3)
    over = threading.Event()

    def dribble(listening):
        met, _address = listening.accept()
        with met:
            met.sendall(b"\x16\x03\x03\x40\x00")  # a long handshake is announced, of which little ever comes
            while not over.wait(0.05):
                met.sendall(b"\0")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=dribble, args=[listening], daemon=True)
        thread.start()
        with pytest.raises(door.NotReached):
            door.get(f"https://127.0.0.1:{listening.getsockname()[1]}/", {}, most=10, inside=True)
        over.set()
        thread.join()


def test_what_is_asked_for_comes_with_its_status():
    with website(b"<pic", b"ture>", **{"Content-Type": "image/png"}) as site:
        status, headers, body = door.get(f"{site.url}?v=1", {"Accept": "image/png"}, most=9, inside=True)
    assert (status, headers["Content-Type"], body) == (200, "image/png", b"<picture>")
    [(path, asked)] = site.seen
    assert (path, asked["Accept"], asked["Host"]) == ("/logo.png?v=1", "image/png", site.url.split("/")[2])
    assert "Cookie" not in asked and "Authorization" not in asked


def test_a_redirect_is_an_answer_and_is_not_followed():
    with website() as elsewhere, website(says=302, Location=elsewhere.url) as site:
        status, headers, body = door.get(site.url, {}, most=10, inside=True)
    assert (status, headers["Location"], body) == (302, elsewhere.url, b"")
    assert elsewhere.seen == []


def test_without_leave_not_even_an_open_port_inside_is_met():
    with website(b"secret") as site, pytest.raises(door.DoorClosed):
        door.get(site.url, {}, most=10)
    assert site.seen == []


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "11"}, {"Content-Length": "99999999999"}])
def test_of_an_answer_that_is_too_long_the_rest_is_left_where_it_is(headers):
    with website(b"0123456789", b"x", **headers) as site, pytest.raises(door.TooLarge):
        door.get(site.url, {}, most=10, inside=True)


def test_an_answer_without_end_is_left_as_soon_as_it_is_too_long():
    with website(*[b"x" * 1000] * 5000, pause=0.001) as site:
        with pytest.raises(door.TooLarge):
            door.get(site.url, {}, most=3000, inside=True)
        assert site.hung_up.wait(5)


def test_in_pieces_with_lengths_of_their_own_it_is_counted_as_well():
    chunked = {"Transfer-Encoding": "chunked"}
    with website(b"6\r\n012345\r\n", b"4\r\n6789\r\n", b"0\r\n\r\n", **chunked) as site:
        assert door.get(site.url, {}, most=10, inside=True)[2] == b"0123456789"
        with pytest.raises(door.TooLarge):
            door.get(site.url, {}, most=9, inside=True)


def test_a_body_that_dribbles_is_not_taken_for_the_whole(monkeypatch):
    monkeypatch.setattr(door, "SECONDS", 0.3)
    with website(*[b"x"] * 1000, pause=0.02) as site, pytest.raises(door.NotReached, match="TimeoutError"):
        door.get(site.url, {}, most=1000, inside=True)
    assert site.hung_up.wait(5)


def test_an_address_is_judged_without_going_there():
    def found(*addresses):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]

    answers = [found("1.1.1.1"), found("1.1.1.1", "10.0.0.1"), socket.gaierror()]
    with patch("socket.getaddrinfo", side_effect=answers), patch("socket.create_connection") as met:
        door.judge("https://hooks.example/x")
        with pytest.raises(door.LeadsInside):
            door.judge("https://hooks.example/x")
        with pytest.raises(door.NotReached):
            door.judge("https://hooks.example/x")
        with pytest.raises(door.DoorClosed):
            door.judge("http://hooks.example/x")
    assert not met.called
