"""The door to addresses that somebody gave us: out to the public internet only, never into our own network.

The name is looked up once, every address it has is judged, and the connection goes to the address that was judged: a
name that leads elsewhere a moment later (DNS rebinding) gains nothing. No redirect is followed, no proxy of the
environment asked.
"""

import socket
import ssl
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address, ip_network
from threading import Timer
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
SECONDS = 10  # for all of it, so that a server that dribbles holds nobody up
NAT64 = ip_network("64:ff9b::/96")


class DoorClosed(ValueError):
    """The address is none of the public internet by HTTPS."""


class LeadsInside(DoorClosed):
    """The name leads into a network that is not public."""


class NotReached(RuntimeError):
    """Nobody answered, or not in HTTP, or not in time."""


class TooLarge(RuntimeError):
    """The answer is longer than was asked for; the rest of it was left where it is."""


class _Connection(HTTPConnection):
    """Speaks to the address that was judged, whatever the name says by now."""

    def __init__(self, parts, address):
        super().__init__(parts.hostname, parts.port or PORTS[parts.scheme], timeout=SECONDS)
        self.address = address
        self.context = ssl.create_default_context() if parts.scheme == "https" else None
        self.met, self.late = None, False  # `sock` is forgotten while an answer of HTTP/1.0 is still being read

    def connect(self):
        self.met = self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.context:  # the clock has to find the socket while hands are shaken, too
            self.met = self.sock = self.context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()
        if self.late:
            raise TimeoutError

    @contextmanager
    def within(self, seconds):
        """Ends the conversation after so many seconds, whatever it is at, with TimeoutError: what came until then is
        not taken for the whole."""

        def end():
            self.late = True
            if self.met:
                with suppress(OSError):
                    socket.socket.shutdown(self.met, socket.SHUT_RDWR)

        clock = Timer(seconds, end)
        clock.start()
        try:
            yield
            if self.late:
                raise TimeoutError
        finally:
            clock.cancel()
            self.close()


def post(url, body, headers, *, inside=False):
    """(status, headers) of the answer to a POST; its body is not read. Raises DoorClosed, NotReached.

    `inside` opens it to inner addresses, any port and plain HTTP too: only what the environment says may set it.
    """
    status, headers, _nothing = _asked("POST", url, body, headers, inside=inside)
    return status, headers


def get(url, headers, *, most, inside=False):
    """(status, headers, body) of the answer to a GET; a redirect is an answer like any other. `inside` as in `post`.

    Raises DoorClosed, NotReached, and TooLarge when the body has more than `most` bytes, of which no more are read.
    """
    return _asked("GET", url, None, headers, inside=inside, read=lambda answer: _body(answer, most))


def _asked(method, url, body, headers, *, inside, read=lambda answer: b""):
    parts = checked(url, inside=inside)
    try:
        connection = _Connection(parts, _address(parts, inside))
        with connection.within(SECONDS):
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request(method, path, body, headers)
            with connection.getresponse() as answer:
                said = answer.status, dict(answer.headers), read(answer)
        return said
    except (OSError, HTTPException) as error:
        raise NotReached(f"{parts.hostname}: {type(error).__name__}") from error


def judge(url, *, inside=False):
    """Look where an address leads now, without going there. Raises DoorClosed, LeadsInside, and NotReached where nobody
    has the name. A moment later that may be elsewhere: `post` and `get` judge anew."""
    parts = checked(url, inside=inside)
    try:
        _address(parts, inside)
    except OSError as error:
        raise NotReached(f"{parts.hostname}: {type(error).__name__}") from error


def _body(answer, most):
    """A length that is announced is believed only where it is too much."""
    if (answer.length or 0) > most or len(body := answer.read(most + 1)) > most:
        raise TooLarge(f"more than {most} bytes")
    return body


def checked(url, *, inside=False):
    """The parts of an address as it is written, before anybody is asked. Raises DoorClosed."""
    try:
        parts = urlsplit(url)
        port, named = parts.port, bool(parts.hostname) and parts.hostname.isascii()
        (parts.hostname or "").encode("idna")  # labels that are empty or too long no resolver would take
    except ValueError as error:
        raise DoorClosed("not an address") from error
    plain = parts.scheme == "https" and port in (None, PORTS["https"])
    if not named or parts.username is not None or not (plain or (inside and parts.scheme in PORTS)):
        raise DoorClosed("not a public https address")
    if any(ord(letter) <= ord(" ") or ord(letter) > ord("~") for letter in url):
        raise DoorClosed("not an address")
    return parts


def _address(parts, inside):
    found = socket.getaddrinfo(parts.hostname, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    addresses = [ip_address(each[4][0].partition("%")[0]) for each in found]
    if not inside and not all(map(is_public, addresses)):
        raise LeadsInside("it leads into a network that is not public")
    return str(addresses[0])


def is_public(address):
    """Whether an ip_address is one of the public internet; IPv6 that wraps an IPv4 address is not taken at all."""
    if address.version == 6 and (address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64):
        return False
    return address.is_global and not address.is_multicast
