"""Mail about accounts: a row first, sent by a worker, swept up when a message to the worker is lost.

The mail of a workspace is a Message sent by a Timer, both of one tenant. An account has none, so its mail has this
table of its own; the rest is the same: claimed with SKIP LOCKED, at least once, one Message-ID over all attempts.
"""

import logging
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from crm.channels.email.actions import is_refusal, mail_domain
from crm.setup.accounts.models import AccountMail

MOST_ATTEMPTS = 8  # the last one about forty minutes after the first; the link or code in it has run out soon after
LEASE = timedelta(seconds=60)
log = logging.getLogger(__name__)


def post(*, to, subject, text, html, language):
    """Write the mail down. Returns the AccountMail; sending it is the caller's to ask for, after commit."""
    message_id = f"<{get_random_string(24).lower()}@{mail_domain()}>"
    return AccountMail.objects.create(
        to=to, subject=subject, text=text, html=html, language=language, message_id=message_id,
        claimed_until=timezone.now() + LEASE,
    )  # fmt: skip


@transaction.atomic
def deliver(pk):
    """Send the mail unless it is gone, given up, not due, or another worker is at it. A failure is tried later."""
    now = timezone.now()
    waiting = AccountMail.objects.select_for_update(skip_locked=True)
    mail = waiting.filter(pk=pk, given_up_at=None, due__lte=now).first()
    if mail is None:
        return
    try:
        with transaction.atomic():
            _message(mail).send()
    except Exception as error:  # noqa: BLE001  # whatever the server or the network says is kept
        _put_off(mail, error)
    else:
        mail.delete()


def claim_due(limit=100):
    """Lease the mails that nobody is at to this caller: their ids. Two callers never get the same one."""
    sql = """
        UPDATE setup_accountmail SET claimed_until = %(until)s WHERE id IN (
            SELECT id FROM setup_accountmail
            WHERE due <= %(now)s AND given_up_at IS NULL AND (claimed_until IS NULL OR claimed_until < %(now)s)
            ORDER BY due LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
        RETURNING id
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": now, "until": now + LEASE, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


def _message(mail):
    headers = {"Message-ID": mail.message_id, "Content-Language": mail.language}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def _put_off(mail, error):
    now = timezone.now()
    mail.attempts, mail.claimed_until = mail.attempts + 1, None
    mail.due = now + timedelta(seconds=10 * 2**mail.attempts)
    mail.error = f"{type(error).__name__}: {error}"[:2000]
    if mail.attempts >= MOST_ATTEMPTS or is_refusal(error):
        mail.given_up_at, mail.text, mail.html = now, "", ""
        log.error("a mail about an account was given up: %s", mail.error)
    mail.save()
