"""The two timers of a task: the owner reminded before the deadline, the manager told once after it."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from crm.activities import actions, reminders
from crm.activities.models import Task
from crm.events import timers
from crm.events.models import Event, Timer
from crm.notify.models import Notification
from crm.tenants.scope import tenant_scope
from tests import make
from tests.crm.events.test_claims import in_threads


@pytest.fixture
def passed(task, run_due):
    """The task, an hour past its deadline; nobody has looked yet."""
    run_due()
    mail.outbox.clear()
    return missed(task)


def missed(task):
    """The task and its timers, an hour after the deadline: timers fire by the real clock."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Task.objects.update(due_at=an_hour_ago)
    Timer.objects.filter(kind__startswith="activities.").update(due=an_hour_ago)
    task.refresh_from_db()
    return task


def told(member, kind):
    return Notification.objects.filter(member=member, kind=kind).count()


def overdue_events():
    return Event.objects.filter(kind="task.overdue").count()


def test_a_missed_deadline_is_told_to_the_manager_in_the_app_and_by_mail(passed, manager, rep, owner, run_due):
    run_due()
    assert (told(manager, "task.overdue"), told(rep, "task.overdue"), told(owner, "task.overdue")) == (1, 0, 0)
    assert [m.to for m in mail.outbox] == [[f"{manager.name} <{manager.user.email}>"]]
    assert passed.subject in mail.outbox[0].body


def test_it_is_told_once(passed, manager, run_due):
    run_due()
    for _ in range(3):
        timers.set_timer("activities.overdue", passed.pk, timezone.now())
        run_due()
    assert (overdue_events(), told(manager, "task.overdue"), len(mail.outbox)) == (1, 1, 1)


def test_a_new_deadline_that_is_missed_is_told_anew(passed, rep, manager, run_due):
    run_due()
    actions.reschedule(passed, due_at=timezone.now() + timedelta(hours=1), by=rep)
    missed(passed)
    run_due()
    assert (overdue_events(), told(manager, "task.overdue")) == (2, 2)


def test_done_in_time_nobody_is_told(task, rep, run_due):
    actions.complete(task, by=rep)
    run_due(now=timezone.now() + timedelta(days=1))
    assert overdue_events() == 0


def test_done_between_the_claim_and_the_work_nobody_is_told(passed, rep, run_due):
    timer = Timer.objects.get(kind="activities.overdue")
    actions.complete(passed, by=rep)
    timers.fire(timer.pk)
    assert reminders.overdue(passed.pk) is None
    assert overdue_events() == 0


def test_a_task_that_is_gone_is_nobodys_business(acme):
    assert (reminders.overdue(404), reminders.due(404)) == (None, None)


def test_a_member_without_a_manager_is_reported_to_the_owners(owner, run_due):
    loner = make.member(by=owner, name="Lone Rep")
    actions.plan(subject="Call", due_at=timezone.now() - timedelta(minutes=1), by=loner)
    run_due()
    assert told(owner, "task.overdue") == 1


def test_the_owner_is_reminded_before_and_it_stands_on_no_timeline(task, rep, run_due):
    run_due()
    Timer.objects.filter(kind="activities.due").update(due=timezone.now())
    run_due()
    assert told(rep, "task.due") == 1
    assert not Event.objects.get(kind="task.due").links.exists()


def test_a_reminder_that_comes_after_the_deadline_is_dropped(passed, rep, run_due):
    run_due()
    assert told(rep, "task.due") == 0


def test_escalation_that_crashes_midway_is_done_once_after_all(passed, manager, run_due, monkeypatch):
    def crash(*args, **kwargs):
        raise OSError("power cut")

    timer = Timer.objects.get(kind="activities.overdue")
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "record_event", crash)
        timers.fire(timer.pk)
    assert Task.objects.get(pk=passed.pk).escalated_at is None
    Timer.objects.update(due=timezone.now())
    timers.fire(timer.pk)
    run_due()
    assert (overdue_events(), told(manager, "task.overdue"), len(mail.outbox)) == (1, 1, 1)


def test_moving_a_task_while_its_timer_fires_neither_blocks_nor_breaks(committed_db):
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia")
    with tenant_scope(tenant):
        task = actions.plan(subject="Call", due_at=timezone.now() - timedelta(minutes=1), by=owner)
    timer = Timer.objects.get(kind="activities.overdue")
    locked, later = threading.Event(), timezone.now() + timedelta(days=1)

    def move():
        with tenant_scope(tenant):
            Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
            locked.set()
            threading.Event().wait(0.4)  # the timer fires meanwhile
            actions.reschedule(task, due_at=later, by=owner)

    def fire():
        locked.wait(10)
        with tenant_scope(tenant):
            timers.fire(timer.pk)

    in_threads([move, fire])
    timer.refresh_from_db()
    with tenant_scope(tenant):
        assert overdue_events() == 0
        assert timer.due == later
