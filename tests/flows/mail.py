"""A real SMTP server that keeps what it is sent."""

import email
import email.policy
import socket

from aiosmtpd.controller import Controller


class Sink:
    """Answers on a loopback port until stopped; `messages` are parsed e-mails in the order of arrival."""

    def __init__(self):
        self.messages = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append(message)
        return "250 kept"

    def start(self):
        self._controller.start()
        return self

    def stop(self):
        self._controller.stop()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}/"

    def to(self, address):
        return [message for message in self.messages if address in message["To"]]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def text_of(message):
    """The plain part."""
    return message.get_body(preferencelist=("plain",)).get_content()
