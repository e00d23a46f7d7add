"""One timer: set, moved, cancelled, fired, failing, given up, tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.access.models import Team
from crm.events import timers
from crm.events.models import Timer, TimerFailure
from tests.crm.events import work

PAST, FUTURE = timedelta(minutes=-1), timedelta(hours=1)


@pytest.fixture
def due_timer(idle):
    timers.set_timer("test.work", 7, timezone.now() + PAST)
    return Timer.objects.get(kind="test.work")


def made():
    return Team.objects.filter(name__startswith="made for").count()


def is_due(timer):
    Timer.objects.filter(pk=timer.pk).update(due=timezone.now() + PAST, claimed_until=None)


def test_it_does_its_work_once_and_is_gone(due_timer):
    timers.fire(due_timer.pk)
    timers.fire(due_timer.pk)
    assert (work.calls, made(), Timer.objects.count()) == ([7], 1, 0)


def test_it_waits_for_its_time(idle):
    timers.set_timer("test.work", 7, timezone.now() + FUTURE)
    timers.fire(Timer.objects.get().pk)
    assert (work.calls, Timer.objects.count()) == ([], 1)


def test_setting_it_again_moves_it(due_timer):
    timers.set_timer("test.work", 7, timezone.now() + FUTURE)
    assert timers.claim_due() == []
    timers.fire(due_timer.pk)
    assert (work.calls, Timer.objects.count()) == ([], 1)


def test_a_message_sent_before_it_moved_does_nothing(due_timer):
    [(_tenant, timer_id)] = timers.claim_due()
    timers.set_timer("test.work", 7, timezone.now() + FUTURE)
    timers.fire(timer_id)
    assert work.calls == []


def test_cancelled_it_never_fires(due_timer):
    timers.cancel_timer("test.work", 7)
    timers.fire(due_timer.pk)
    assert (work.calls, Timer.objects.count()) == ([], 0)


def test_a_kind_that_nobody_handles_is_refused(idle):
    with pytest.raises(LookupError):
        timers.set_timer("test.unknown", 7, timezone.now())


def test_another_workspaces_timer_is_not_fired_here(due_timer, zenith):
    Timer.objects.filter(pk=due_timer.pk).update(tenant=zenith)
    timers.fire(due_timer.pk)
    assert work.calls == []
    assert Timer.objects.filter(pk=due_timer.pk).exists()


def test_a_failure_leaves_nothing_but_its_reason(due_timer):
    work.plan["fail"] = 1
    timers.fire(due_timer.pk)
    failure = TimerFailure.objects.get()
    assert (made(), failure.reason, failure.attempts) == (0, "ValueError: out of glass", 1)
    due_timer.refresh_from_db()
    assert due_timer.due > timezone.now() + timedelta(seconds=5)


def test_success_after_failures_takes_the_reason_away(due_timer):
    work.plan["fail"] = 2
    for _ in range(3):
        is_due(due_timer)
        timers.fire(due_timer.pk)
    assert (made(), TimerFailure.objects.count(), Timer.objects.count()) == (1, 0, 0)


def test_each_failure_waits_longer_up_to_an_hour(due_timer):
    work.plan["fail"] = 99
    waits = []
    for _ in range(11):
        is_due(due_timer)
        timers.fire(due_timer.pk)
        due_timer.refresh_from_db()
        waits.append(round((due_timer.due - timezone.now()).total_seconds()))
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


def test_after_twelve_attempts_it_is_given_up_and_shown(due_timer):
    work.plan["fail"] = 99
    for _ in range(20):
        is_due(due_timer)
        timers.fire(due_timer.pk)
    assert len(work.calls) == 12
    assert timers.claim_due() == []
    assert TimerFailure.objects.get().attempts == 12


def test_a_given_up_one_can_be_tried_again_by_hand(due_timer):
    test_after_twelve_attempts_it_is_given_up_and_shown(due_timer)
    work.plan["fail"] = 0
    timers.retry(TimerFailure.objects.get())
    timers.fire(due_timer.pk)
    assert (made(), Timer.objects.count(), TimerFailure.objects.count()) == (1, 0, 0)


def test_work_in_pieces_keeps_each_piece(due_timer, run_due):
    work.plan["again"] = 2
    run_due()
    assert (len(work.calls), made(), Timer.objects.count()) == (3, 3, 0)


def test_pieces_are_not_attempts(due_timer):
    work.plan["again"] = 30
    for _ in range(31):
        timers.fire(due_timer.pk)
    assert (len(work.calls), Timer.objects.count()) == (31, 0)


def test_a_handler_may_ask_for_its_own_timer_anew(idle, run_due):
    timers.run_soon("test.itself", 7)
    run_due()
    assert (len(work.calls), Timer.objects.count()) == (3, 0)


def test_a_crash_in_the_handler_loses_neither_work_nor_timer(due_timer):
    work.plan["crash"] = "handler"
    with pytest.raises(work.Crash), timers.transaction.atomic():
        timers.fire(due_timer.pk)
    assert (made(), Timer.objects.count()) == (0, 1)
    work.plan["crash"] = None
    timers.fire(due_timer.pk)
    assert (made(), Timer.objects.count()) == (1, 0)


def test_a_lost_message_is_swept_up_within_a_minute(idle):
    timers.run_soon("test.work", 7)
    assert timers.claim_due() == []
    Timer.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    [(tenant_id, timer_id)] = timers.claim_due()
    assert tenant_id == idle.pk
    assert timers.claim_due() == []
    timers.fire(timer_id)
    assert made() == 1


def test_the_lease_of_fresh_work_is_one_minute(idle):
    timers.run_soon("test.work", 7)
    wait = Timer.objects.get().claimed_until - timezone.now()
    assert timedelta(seconds=55) < wait <= timedelta(seconds=60)
