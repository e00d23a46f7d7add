"""Ask a Redis or Valkey server whether it lives. Plain sockets: loading a client costs half a second at every start."""

import socket
import ssl
from urllib.parse import unquote, urlsplit


class NoPong(Exception):
    """Why the server at an address is not usable."""


def ping(url, timeout=5.0):
    """Log in if the address says so and ask for a pong. Raises NoPong."""
    address = urlsplit(url)
    try:
        with _connected(address, timeout) as connection:
            if address.password:
                names = [unquote(part) for part in (address.username, address.password) if part]
                _ask(connection, b"+OK", "AUTH", *names)
            _ask(connection, b"+PONG", "PING")
    except (OSError, ValueError) as error:
        raise NoPong(getattr(error, "strerror", None) or str(error)) from None


def _connected(address, timeout):
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(timeout)
        connection.connect(address.path)
        return connection
    if address.scheme not in ("redis", "rediss"):
        raise ValueError(f"the address begins with {address.scheme}://, not redis://, rediss:// or unix://")
    connection = socket.create_connection((address.hostname or "localhost", address.port or 6379), timeout)
    if address.scheme == "rediss":
        return ssl.create_default_context().wrap_socket(connection, server_hostname=address.hostname)
    return connection


def _ask(connection, expected, *words):
    """Send one command and compare the reply's one line."""
    parts = [f"*{len(words)}".encode()]
    for word in map(str.encode, words):
        parts += [b"$%d" % len(word), word]
    connection.sendall(b"\r\n".join([*parts, b""]))
    reply = b""
    while not reply.endswith(b"\r\n"):
        received = connection.recv(512)
        if not received:
            raise ValueError("it closed the connection")
        reply += received
    if not reply.startswith(expected):
        raise ValueError(reply.decode(errors="replace").strip().removeprefix("-"))
