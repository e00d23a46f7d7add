"""Work that ends its worker leaves no exception; after some times it is treated as failed, not handed out for ever."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as NoServer

from crm.events import crashes, timers
from crm.events.models import Timer, TimerFailure


@pytest.fixture
def timer(acme, settings):
    settings.TIMERS = {"try": "tests.crm.events.test_crashes.work"}
    timers.set_timer("try", 1, timezone.now())
    done.clear()
    return Timer.objects.get(kind="try")


done = []


def work(object_id):
    done.append(object_id)


def test_work_that_ends_leaves_no_count(timer):
    timers.fire(timer.pk)
    assert done == [1] and crashes.begin(timer.pk) == 0


def test_a_few_deaths_are_not_held_against_it(timer):
    for _ in range(crashes.MOST - 1):
        crashes.begin(timer.pk)
    timers.fire(timer.pk)
    assert done == [1]


def test_after_some_it_fails_with_a_reason_and_waits(timer):
    for _ in range(crashes.MOST):
        crashes.begin(timer.pk)
    timers.fire(timer.pk)
    assert done == [] and "WorkerLost: it ended its worker 5 times" in TimerFailure.objects.get().reason
    timer.refresh_from_db()
    assert timer.attempts == 1 and timer.due > timezone.now()


def test_the_next_attempt_begins_to_count_anew(timer):
    for _ in range(crashes.MOST):
        crashes.begin(timer.pk)
    timers.fire(timer.pk)
    Timer.objects.update(due=timezone.now())
    timers.fire(timer.pk)
    assert done == [1] and not TimerFailure.objects.exists()


@pytest.mark.parametrize("fault", [NoServer("gone"), TimeoutError("still")])
def test_without_a_cache_work_goes_on(timer, monkeypatch, fault):
    def broken(*args, **kwargs):
        raise fault

    for name in ("add", "incr", "delete"):
        monkeypatch.setattr(cache, name, broken)
    timers.fire(timer.pk)
    assert done == [1]
