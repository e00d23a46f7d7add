"""Who is told of what, once, in words of their own language."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contacts.people.actions import create_contact
from crm.access.teams import managers_of
from crm.activities.actions import complete, plan, reassign
from crm.channels.email.models import Message
from crm.events.actors import System
from crm.events.record import record_event
from crm.l10n import state
from crm.notify import recipients
from crm.notify.actions import notify_member
from crm.notify.models import Notification
from crm.notify.wording import address, sentence
from crm.records.actions import assign


@pytest.fixture
def person(rep):
    return create_contact(name="Noura Al-Harbi", by=rep)


@pytest.fixture
def tomorrow():
    return timezone.now() + timedelta(days=1)


def told(member):
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def test_a_task_given_to_somebody_is_told_to_them(person, rep, other_rep, tomorrow, run_due):
    plan(subject="Measure", due_at=tomorrow, record=person, assignee=other_rep, by=rep)
    run_due()
    assert (told(other_rep), told(rep)) == (["task.assigned"], [])
    notification = Notification.objects.get()
    assert sentence(notification).startswith("Rami Rep gave you “Measure”, due Tomorrow")
    assert address(notification).endswith(f"/people/{person.pk}/")


def test_a_task_taken_by_oneself_is_no_news(person, rep, tomorrow, run_due):
    plan(subject="Measure", due_at=tomorrow, record=person, by=rep)
    run_due()
    assert told(rep) == []


def test_a_task_from_a_form_or_a_rule_is(person, rep, tomorrow, run_due):
    plan(subject="Call", due_at=tomorrow, record=person, assignee=rep, by=System(kind="form", name="Website"))
    run_due()
    assert told(rep) == ["task.assigned"]
    assert sentence(Notification.objects.get()).startswith("The web form Website gave you “Call”")


def test_a_task_handed_on_is_told_to_whoever_has_it_now(person, rep, other_rep, manager, tomorrow, run_due):
    task = plan(subject="Measure", due_at=tomorrow, record=person, by=rep)
    reassign(task, to=other_rep, by=manager)
    run_due()
    assert (told(other_rep), told(rep)) == (["task.assigned"], [])


def test_whoever_gave_a_task_hears_that_it_is_done(person, rep, manager, tomorrow, run_due):
    task = plan(subject="Measure", due_at=tomorrow, record=person, assignee=rep, by=manager)
    complete(task, by=rep)
    run_due()
    assert told(manager) == ["task.completed"]


def test_a_record_given_to_somebody_is_told_to_them(person, other_rep, manager, run_due):
    assign(person, to=other_rep, by=manager)
    run_due()
    assert told(other_rep) == ["record.assigned"]
    assert sentence(Notification.objects.get()) == "Mona Manager made you the owner of Noura Al-Harbi"


def test_a_record_given_to_nobody_or_taken_by_oneself_is_no_news(person, manager, run_due):
    assign(person, to=manager, by=manager)
    assign(person, to=None, by=manager)
    run_due()
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("kind", ["document.ready", "document.incomplete", "document.failed"])
def test_a_document_is_told_to_who_asked_for_it_or_to_the_records_owner(person, rep, manager, kind):
    system = System(kind="system")
    for asked_by in (manager.pk, None):
        event = record_event(person, kind, by=system, data={"title": "Contract", "asked_by": asked_by})
        recipients.consume(event)
    assert (told(manager), told(rep)) == ([kind], [kind])


def test_the_same_event_twice_is_told_once(person, rep, other_rep, tomorrow, run_due):
    plan(subject="Measure", due_at=tomorrow, record=person, assignee=other_rep, by=rep)
    run_due()
    recipients.consume(Notification.objects.get().event)
    assert Notification.objects.count() == 1


def test_the_same_key_twice_is_told_and_mailed_once(person, rep, run_due):
    for _ in range(2):
        notify_member(rep, "rule.told", key="k", record=person, data={"text": "Look"})
    run_due()
    assert (Notification.objects.count(), Message.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_who_has_no_seat_any_more_is_told_nothing(person, rep):
    rep.active = False
    assert notify_member(rep, "rule.told", key="k", record=person, data={"text": "Look"}) is None
    assert Notification.objects.count() == 0


def test_the_mail_speaks_the_readers_language_and_opens_the_record(person, rep, run_due):
    rep.language, rep.calendar, rep.digits = "fa", "jalali", "arabext"
    rep.save()
    text = {"fa": "پنجره‌ها را نصب کنید", "en": "Fit the windows"}
    data = {"text": text, "record": "ویلا", "date": date(2026, 3, 21).isoformat()}
    notify_member(rep, "rule.told", key="k", record=person, data=data)
    run_due()
    [sent] = mail.outbox
    assert sent.subject == "پنجره‌ها را نصب کنید · ویلا · شنبه ۱ فروردین"
    assert f"http://testserver/acme/people/{person.pk}/" in sent.body
    [(html, _kind)] = sent.alternatives
    assert '<html lang="fa" dir="rtl">' in html


def test_words_are_made_when_they_are_read(person, rep, other_rep, run_due):
    due = timezone.now() + timedelta(days=400)
    plan(subject="Measure", due_at=due, record=person, assignee=other_rep, by=rep)
    run_due()
    notification = Notification.objects.get()
    other_rep.calendar = "hijri"
    with state.using(state.for_member(other_rep)):
        hijri = sentence(notification)
    assert sentence(notification) != hijri


def test_an_old_notification_without_some_of_its_data_still_reads(rep):
    notification = notify_member(rep, "task.overdue", key="k", data={"subject": "Call"})
    assert "Call" in sentence(notification)


def test_who_answers_for_whom(rep, manager, owner):
    assert managers_of(rep) == [manager]
    assert managers_of(manager) == [owner]
