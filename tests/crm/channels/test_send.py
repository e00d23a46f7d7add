"""A mail written down, claimed, sent or held, tried again, or reported as failed."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from crm.channels.email import actions
from crm.channels.email.letters import written
from crm.channels.email.models import Message
from crm.events import timers
from crm.events.models import Event, Timer, TimerFailure
from crm.l10n import state


@pytest.fixture
def letter(acme):
    return written("Your windows", "They are ready.\nCome and see.", preferences=state.for_tenant(acme), firm=acme.name)


@pytest.fixture
def message(letter, rep):
    Timer.objects.all().delete()
    return actions.queue_mail(to="noura@mail.example", to_name="Noura", letter=letter, by=rep)


@pytest.fixture
def server(monkeypatch):
    """What the mail server answers: raises what is put here, else accepts."""
    answers = []
    original = mail.EmailMultiAlternatives.send

    def send(self, *args, **kwargs):
        if answers:
            raise answers.pop(0)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)
    return answers


def attempt(message):
    """Both calls of one attempt, whenever the timer would be due."""
    for _ in range(2):
        Timer.objects.update(due=timezone.now() - timedelta(seconds=1))
        timers.fire(Timer.objects.get(kind="channels.send").pk)
        message.refresh_from_db()
        if message.state not in (Message.State.QUEUED, Message.State.SENDING):
            break


def test_it_goes_out_with_both_parts_and_comes_back_to_its_author(message, rep, acme, run_due, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    run_due()
    [sent] = mail.outbox
    assert (sent.subject, sent.to, sent.reply_to) == (
        "Your windows", ["Noura <noura@mail.example>"], [rep.user.email],
    )  # fmt: skip
    assert sent.from_email.startswith(f"{acme.name} <")
    assert "They are ready." in sent.body
    [(html, kind)] = sent.alternatives
    assert (kind, "They are ready.</bdi><br>" in html, 'dir="ltr"' in html) == ("text/html", True, True)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
    assert message.sent_at


def test_without_a_mail_server_it_is_held(message, run_due):
    run_due()
    message.refresh_from_db()
    assert message.state == "held"


def test_every_attempt_carries_the_same_message_id(message, server, settings):
    server.append(ConnectionRefusedError("no server"))
    attempt(message)
    attempt(message)
    assert mail.outbox[0].extra_headers["Message-ID"] == message.message_id
    assert message.message_id.endswith("@localhost>")


def test_the_claim_is_committed_before_the_server_is_spoken_to(message, server):
    timers.fire(Timer.objects.get().pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, mail.outbox) == ("sending", 1, [])


def test_a_server_that_is_away_is_tried_again_later(message, server):
    server.append(ConnectionRefusedError("no server"))
    attempt(message)
    assert (message.state, message.error) == ("queued", "ConnectionRefusedError: no server")
    assert TimerFailure.objects.get().kind == "channels.send"
    attempt(message)
    assert (message.state, message.error, len(mail.outbox)) == ("held", "", 1)
    assert not TimerFailure.objects.exists()


def test_after_eight_attempts_it_has_failed_and_its_author_is_told(message, server, rep, run_due):
    server += [ConnectionRefusedError("no server")] * 8
    waits = []
    for _ in range(8):
        attempt(message)
        waits += [round((t.due - timezone.now()).total_seconds()) for t in Timer.objects.filter(kind="channels.send")]
    assert waits == [20, 40, 80, 160, 320, 640, 1280]
    assert (message.state, message.attempts) == ("failed", 8)
    assert Event.objects.filter(kind="message.failed").count() == 1
    run_due()
    assert rep.notifications.get().kind == "message.failed"


@pytest.mark.parametrize(
    "refusal",
    [
        smtplib.SMTPRecipientsRefused({"noura@mail.example": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"spam"),
        ValueError("a head with a line break"),
    ],
)
def test_a_refusal_is_final_at_once(message, server, refusal):
    server.append(refusal)
    attempt(message)
    assert (message.state, message.attempts) == ("failed", 1)
    assert not Timer.objects.filter(kind="channels.send").exists()


@pytest.mark.parametrize(
    "trouble",
    [
        smtplib.SMTPRecipientsRefused({"noura@mail.example": (450, b"mailbox busy")}),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPServerDisconnected("gone"),
    ],
)
def test_trouble_that_may_pass_is_not(message, server, trouble):
    server.append(trouble)
    attempt(message)
    assert message.state == "queued"


def test_a_failed_one_can_be_sent_again(message, server):
    server.append(ValueError("x"))
    attempt(message)
    actions.send_again(message)
    attempt(message)
    assert (message.state, len(mail.outbox)) == ("held", 1)


def test_sent_is_sent_whatever_message_comes_late(message, run_due):
    run_due()
    assert actions.send(message.pk) is None
    assert actions.send(404) is None
    assert len(mail.outbox) == 1


def test_the_same_key_is_one_mail(letter, run_due):
    first = actions.queue_mail(to="a@b.example", letter=letter, key="notice:1")
    assert actions.queue_mail(to="a@b.example", letter=letter, key="notice:1") == first
    run_due()
    assert len(mail.outbox) == 1


def test_attachments_are_read_from_the_storage(letter, run_due):
    path = default_storage.save("offer.pdf", ContentFile(b"%PDF-1.7"))
    actions.queue_mail(to="a@b.example", letter=letter, attachments=[("Angebot.pdf", path, "application/pdf")])
    run_due()
    assert mail.outbox[0].attachments == [("Angebot.pdf", b"%PDF-1.7", "application/pdf")]


def test_nothing_goes_out_when_the_action_fails(letter):
    with pytest.raises(ValueError, match="no"), timers.transaction.atomic():
        actions.queue_mail(to="a@b.example", letter=letter)
        raise ValueError("no")
    assert not Message.objects.exists()
