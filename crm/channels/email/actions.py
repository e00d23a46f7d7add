"""Mail out: written down first, then sent by a worker.

SMTP has no transactions, so a crash between the server's "250" and our commit sends a mail twice; nothing can rule
that out. It is made rare (the row is claimed, and the claim committed, before the server is spoken to; the answer is
committed right after) and recognisable (every attempt carries the same Message-ID, by which mail servers and readers
drop the second copy). Everything before and after that gap happens exactly once.
"""

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from crm.channels.email.logo import with_logo
from crm.channels.email.models import Message
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import Again, run_soon
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import current_tenant_id

MOST_ATTEMPTS = 8  # the last one about forty minutes after the first: later than that it is better reported
PERMANENT = range(500, 600)


@transaction.atomic
def queue_mail(*, to, letter, to_name="", record=None, by=None, attachments=(), reply_to="", key=""):
    """Write a mail down and have it sent after commit. Returns the Message; with a `key` already used, the old one.

    `letter` is a channels.email.letters.Letter; `attachments` are (name, path in the default storage, media type).
    `by`, a Member, gets the answers, and is told if it cannot be delivered. `record` keeps it on its page.
    """
    if key and (earlier := Message.objects.filter(key=key).first()):
        return earlier
    author = by if isinstance(by, Member) else None
    message = Message.objects.create(
        to=to, to_name=to_name, reply_to=reply_to or (author.user.email if author else ""), key=key,
        subject=letter.subject, text=letter.text, html=letter.html, language=letter.language,
        attachments=[{"name": name, "path": path, "type": kind} for name, path, kind in attachments],
        record_type=record.record_key if record else "", record_id=record.pk if record else None, by=author,
        message_id=f"<{get_random_string(24).lower()}@{mail_domain()}>",
    )  # fmt: skip
    run_soon("channels.send", message.pk)
    return message


def send(message_id):
    """The work of the timer channels.send: two calls per attempt, each its own transaction.

    The first claims the row (queued → sending); the second speaks to the mail server (sending → sent, or held when
    none is set). A mail that is refused, or that keeps failing, becomes failed; then message.failed is recorded.
    """
    message = Message.objects.select_related("by__user").filter(pk=message_id).first()
    if message is None or message.state not in (Message.State.QUEUED, Message.State.SENDING):
        return None
    if message.state == Message.State.QUEUED:
        message.state, message.attempts = Message.State.SENDING, message.attempts + 1
        message.save(update_fields=["state", "attempts"])
        return Again(0)
    try:
        _mail(message).send()
    except Exception as error:  # noqa: BLE001  # whatever the server or the network says is kept and shown
        return _not_sent(message, error)
    message.state = Message.State.SENT if settings.EMAIL_URL else Message.State.HELD
    message.sent_at, message.error = timezone.now(), ""
    message.save(update_fields=["state", "sent_at", "error"])
    return None


@transaction.atomic
def send_again(message):
    """Give a failed mail another round of attempts."""
    message.state, message.attempts, message.error = Message.State.QUEUED, 0, ""
    message.save(update_fields=["state", "attempts", "error"])
    run_soon("channels.send", message.pk)


def _not_sent(message, error):
    reason = f"{type(error).__name__}: {error}"[:2000]
    given_up = message.attempts >= MOST_ATTEMPTS or is_refusal(error)
    message.state = Message.State.FAILED if given_up else Message.State.QUEUED
    message.error = reason
    message.save(update_fields=["state", "error"])
    if not given_up:
        return Again(seconds=10 * 2**message.attempts, reason=reason)
    data = {"to": message.to, "subject": message.subject, "by": message.by_id}
    record_event(message, "message.failed", by=SYSTEM, data={**data, "on": [message.record_type, message.record_id]})
    return None


def is_refusal(error):
    """Whether trying again cannot help: the address or the mail itself was turned down."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code in PERMANENT
    return isinstance(error, ValueError)  # a head or an address that cannot be written


def _mail(message):
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((_firm(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[formataddr((message.to_name, message.to))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": message.message_id, "Content-Language": message.language},
    )
    if message.html:
        mail.attach_alternative(with_logo(message.html, mail), "text/html")
        if mail.attachments and not message.attachments:
            mail.mixed_subtype = "related"  # the logo belongs to the words, and nothing else is with them
    for file in message.attachments:
        with default_storage.open(file["path"]) as content:
            mail.attach(file["name"], content.read(), file["type"])
    return mail


def _firm():
    return Tenant.objects.values_list("name", flat=True).get(pk=current_tenant_id())


def mail_domain():
    """What stands behind the @ of a Message-ID of ours."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
