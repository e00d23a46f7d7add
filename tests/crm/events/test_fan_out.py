"""One event, three consumers: each hears it exactly once, whatever fails or dies in between."""

import pytest
from django.db import transaction

from crm.access.models import Team
from crm.events import timers
from crm.events.actors import SYSTEM
from crm.events.feed import latest, timeline
from crm.events.models import Delivery, Event, EventLink, Timer, TimerFailure
from crm.events.record import record_event
from tests.crm.events import work
from tests.crm.events.test_timers import is_due


@pytest.fixture
def event(idle, owner):
    return record_event(owner, "member.tried", by=owner, data={"n": 1})


def heard():
    return sorted(Team.objects.filter(name__contains=" heard ").values_list("name", flat=True))


def all_three(event):
    return sorted(f"{name} heard {event.pk}" for name in ("first", "second", "third"))


def test_everybody_hears_it_once(event, run_due):
    run_due()
    assert heard() == all_three(event)
    assert (Delivery.objects.count(), Timer.objects.count()) == (3, 0)


def test_one_that_fails_stops_nobody_and_is_tried_alone(event):
    timer = Timer.objects.get()
    work.plan["fail"] = 1
    timers.fire(timer.pk)
    assert heard() == [f"first heard {event.pk}", f"third heard {event.pk}"]
    assert "second is ill" in TimerFailure.objects.get().reason
    is_due(timer)
    timers.fire(timer.pk)
    assert heard() == all_three(event)
    assert (Timer.objects.count(), TimerFailure.objects.count()) == (0, 0)


def test_a_crash_between_consumers_repeats_none_and_skips_none(event):
    timer = Timer.objects.get()
    work.plan["crash"] = "second"
    with pytest.raises(work.Crash), transaction.atomic():
        timers.fire(timer.pk)
    assert (heard(), Delivery.objects.count(), Timer.objects.count()) == ([], 0, 1)
    work.plan["crash"] = None
    timers.fire(timer.pk)
    assert heard() == all_three(event)


def test_a_second_message_for_the_same_event_is_harmless(event, run_due):
    timer = Timer.objects.get()
    run_due()
    timers.fire(timer.pk)
    assert heard() == all_three(event)


def test_fanned_out_anew_by_hand_it_is_still_heard_once(event, run_due):
    run_due()
    timers.run_soon("events.fan_out", event.pk)
    run_due()
    assert heard() == all_three(event)


def test_an_action_that_fails_leaves_no_event(acme, owner):
    before = Event.objects.count(), Timer.objects.count()
    with pytest.raises(ValueError, match="too late"), transaction.atomic():
        record_event(owner, "member.tried", by=owner)
        raise ValueError("too late")
    assert (Event.objects.count(), Timer.objects.count()) == before


def test_it_stands_on_the_timelines_of_all_it_is_about(acme, owner, rep):
    event = record_event(owner, "member.tried", by=SYSTEM, also=(rep, None, rep))
    assert timeline(owner)[0] == timeline(rep)[0] == event
    assert EventLink.objects.filter(event=event).count() == 2


def test_a_quiet_one_stands_on_none_but_is_heard(acme, owner, run_due):
    event = record_event(owner, "member.tried", by=SYSTEM, quiet=True)
    assert not event.links.exists()
    run_due()
    assert f"first heard {event.pk}" in heard()


def test_the_feed_goes_back_page_by_page(acme, owner):
    events = [record_event(owner, "member.tried", by=owner, data={"n": n}) for n in range(5)]
    newest = timeline(owner, limit=2)
    assert [e.data["n"] for e in newest] == [4, 3]
    assert [e.data["n"] for e in timeline(owner, before=newest[-1].pk, limit=2)] == [2, 1]
    assert latest(owner, "member.tried") == events[-1]
    assert latest(owner, "member.vanished") is None
