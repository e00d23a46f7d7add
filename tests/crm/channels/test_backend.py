"""Django's way out for mail: a real SMTP conversation, or the development mailbox."""

import socket

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail

from crm.channels.email import backend
from crm.channels.email.models import SentMail

BACKEND = "crm.channels.email.backend.SmtpOrMailbox"


class Sink:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the library's name
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def sink():
    handler = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


def test_with_an_address_mail_goes_to_the_server(db, settings, sink):
    settings.EMAIL_BACKEND, settings.EMAIL_URL = BACKEND, f"smtp://127.0.0.1:{sink.port}"
    send_mail("نوافذ", "جاهزة", "Wasl <wasl@firm.example>", ["a@b.example"])
    [envelope] = sink.mails
    assert envelope.rcpt_tos == ["a@b.example"]
    assert b"Subject: =?utf-8?" in envelope.content
    assert not SentMail.objects.exists()


def test_without_one_it_stays_in_the_mailbox(db, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_URL = BACKEND, ""
    with get_connection() as connection:
        connection.send_messages(
            [EmailMultiAlternatives("Hello", "text", "me@x.example", ["a@b.example", "c@d.example"])]
        )
    caught = SentMail.objects.get()
    assert (caught.subject, caught.to, caught.sender) == ("Hello", "a@b.example, c@d.example", "me@x.example")
    assert b"Subject: Hello" in bytes(caught.source)


def test_the_mailbox_keeps_the_newest(db, settings, monkeypatch):
    settings.EMAIL_BACKEND, settings.EMAIL_URL = BACKEND, ""
    monkeypatch.setattr(backend, "KEPT", 3)
    for number in range(5):
        send_mail(str(number), "", None, ["a@b.example"])
    assert list(SentMail.objects.order_by("pk").values_list("subject", flat=True)) == ["2", "3", "4"]


@pytest.mark.parametrize(
    "url, host, port, user, password, tls, ssl",
    [
        ("smtp://mail.example", "mail.example", 25, "", "", False, False),
        ("smtp://u%40x:p%2Fw@mail.example:587/?tls=1", "mail.example", 587, "u@x", "p/w", True, False),
        ("smtps://u:p@mail.example", "mail.example", 465, "u", "p", False, True),
    ],
)
def test_the_address_says_it_all(url, host, port, user, password, tls, ssl):
    server = backend.smtp_server(url)
    assert (server.host, server.port, server.username, server.password) == (host, port, user, password)
    assert (server.use_tls, server.use_ssl, server.timeout) == (tls, ssl, 20)
