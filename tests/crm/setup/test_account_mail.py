"""Mail about accounts survives a lost queue, a dead mail server and two workers at once."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from crm.setup.accounts import outbox, tasks
from crm.setup.accounts.models import AccountMail


def posted(**values):
    words = {"subject": "A code", "text": "1234-5678", "html": "<p>1234-5678</p>", "language": "en"}
    return outbox.post(**{"to": "reem@example.com", **words, **values})


def later(found, seconds=61):
    past = timezone.now() - timedelta(seconds=seconds)
    AccountMail.objects.filter(pk=found.pk).update(due=past, claimed_until=past)


def failing(monkeypatch, error):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", send)


def test_it_is_sent_once_and_leaves_no_trace(db):
    found = posted()
    outbox.deliver(found.pk)
    outbox.deliver(found.pk)
    [sent] = mail.outbox
    assert (sent.to, sent.extra_headers["Message-ID"]) == (["reem@example.com"], found.message_id)
    assert not AccountMail.objects.exists()


def test_a_lost_message_is_swept_up(db, monkeypatch):
    """The worker never heard of it; the sweep does, once the first claim has run out."""
    found, asked = posted(), []
    monkeypatch.setattr(tasks.send_account_mail, "delay", asked.append)
    tasks.sweep_account_mail()
    assert asked == []
    later(found)
    tasks.sweep_account_mail()
    tasks.sweep_account_mail()
    assert asked == [found.pk]


def test_a_dead_server_is_tried_again_with_the_same_id(db, monkeypatch):
    found = posted()
    with monkeypatch.context() as broken:
        failing(broken, SMTPServerDisconnected("gone"))
        outbox.deliver(found.pk)
    waiting = AccountMail.objects.get()
    assert (waiting.attempts, waiting.given_up_at) == (1, None)
    assert waiting.due > timezone.now()
    assert "gone" in waiting.error
    outbox.deliver(found.pk)
    assert mail.outbox == []  # not before its time
    later(found)
    outbox.deliver(found.pk)
    assert mail.outbox[0].extra_headers["Message-ID"] == found.message_id


@pytest.mark.parametrize(
    ("attempts", "error"),
    [
        (outbox.MOST_ATTEMPTS - 1, SMTPServerDisconnected("gone")),
        (0, SMTPRecipientsRefused({"reem@example.com": (550, b"no such mailbox")})),
    ],
)
def test_what_cannot_be_delivered_is_given_up_without_its_words(db, monkeypatch, attempts, error):
    found = posted()
    AccountMail.objects.update(attempts=attempts)
    failing(monkeypatch, error)
    outbox.deliver(found.pk)
    given_up = AccountMail.objects.get()
    assert given_up.given_up_at
    assert (given_up.text, given_up.html) == ("", "")
    later(found)
    assert outbox.claim_due() == []


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_two_workers_send_one_mail(monkeypatch):
    found = posted()

    def work():
        outbox.deliver(found.pk)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len(mail.outbox) == 1


def test_asking_writes_the_row_before_anything_is_sent(visitor, db):
    """No worker, no queue: what was asked for stands in the database."""
    visitor.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert AccountMail.objects.get().subject == "No account for this address"
