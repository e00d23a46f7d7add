"""Django's way out for all mail: the SMTP server of settings.EMAIL_URL, or the development mailbox without one."""

from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from crm.channels.email.models import SentMail

TIMEOUT = 20  # seconds
KEPT = 500


class SmtpOrMailbox(BaseEmailBackend):
    def __init__(self, fail_silently=False, **kwargs):
        super().__init__(fail_silently=fail_silently)
        self.server = smtp_server(settings.EMAIL_URL, fail_silently) if settings.EMAIL_URL else None

    def open(self):
        return self.server.open() if self.server else None

    def close(self):
        if self.server:
            self.server.close()

    def send_messages(self, email_messages):
        if self.server:
            return self.server.send_messages(email_messages)
        SentMail.objects.bulk_create(_caught(message) for message in email_messages)
        _forget_the_oldest()
        return len(email_messages)


def smtp_server(url, fail_silently=False):
    """The backend for smtp://user:password@host:587/?tls=1, or smtps:// where TLS comes first."""
    address = urlsplit(url)
    tls_first = address.scheme == "smtps"
    return EmailBackend(
        host=address.hostname,
        port=address.port or (465 if tls_first else 25),
        username=unquote(address.username or ""),
        password=unquote(address.password or ""),
        use_ssl=tls_first,
        use_tls=not tls_first and parse_qs(address.query).get("tls") == ["1"],
        timeout=TIMEOUT,
        fail_silently=fail_silently,
    )


def _caught(message):
    return SentMail(
        sender=message.from_email,
        to=", ".join(parseaddr(recipient)[1] for recipient in message.recipients()),
        subject=message.subject,
        source=message.message().as_bytes(),
    )


def _forget_the_oldest():
    newest = SentMail.objects.order_by("-pk").values("pk")[KEPT : KEPT + 1]
    SentMail.objects.filter(pk__lte=newest).delete()
