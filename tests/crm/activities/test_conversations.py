"""Notes and calls."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from crm.activities.conversations import add_note, log_call
from crm.activities.models import Call, Task
from crm.activities.queries import calls_between, calls_per_member
from crm.events.feed import timeline
from crm.events.models import Event
from tests import make


def test_a_note_is_told_on_the_record_and_its_company(person, company, rep):
    note = add_note(person, body="Likes tea", by=rep)
    event = timeline(company)[0]
    assert (event.kind, event.record_id, event.data["body"]) == ("note.added", note.pk, "Likes tea")


def test_a_call_keeps_who_spoke_when_and_what_came_of_it(person, rep):
    call = log_call(person, outcome=Call.Outcome.REACHED, minutes=6, body="Happy", by=rep)
    assert (call.owner, call.team_id, call.direction) == (rep, rep.team_id, "out")
    data = timeline(person)[0].data
    assert (data["outcome"], data["minutes"], data["body"]) == ("reached", 6, "Happy")


def test_a_call_can_finish_the_task_that_asked_for_it(task, person, rep):
    call = log_call(person, outcome=Call.Outcome.REACHED, body="Agreed", completes=task, by=rep)
    task.refresh_from_db()
    assert (task.is_open, task.result) == (False, "Agreed")
    assert list(task.calls.all()) == [call]


def test_a_call_can_plan_the_next_one(person, rep, in_an_hour):
    log_call(person, outcome="no_answer", by=rep, follow_up_at=in_an_hour, follow_up="Try again")
    task = Task.objects.get()
    assert (task.kind, task.subject, task.due_at, task.owner, task.parent) == (
        "call", "Try again", in_an_hour, rep, person,
    )  # fmt: skip


def test_nothing_is_kept_of_a_call_whose_follow_up_fails(person, rep):
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        log_call(person, outcome="reached", by=rep, follow_up_at="not a moment", follow_up="x")
    assert (Call.objects.count(), Event.objects.count()) == (0, before)


def test_calls_are_counted_for_each_member_in_the_period(person, rep, other_rep, manager, owner):
    now = timezone.now()
    for outcome in ("reached", "no_answer", "reached"):
        log_call(person, outcome=outcome, by=rep)
    log_call(person, outcome="busy", by=other_rep)
    log_call(person, outcome="reached", by=rep, at=now - timedelta(days=2))
    period = (now - timedelta(days=1), now + timedelta(days=1))
    rows = [(row["owner__name"], row["calls"], row["reached"]) for row in calls_per_member(manager, *period)]
    assert rows == [(rep.name, 3, 2), (other_rep.name, 1, 0)]
    assert calls_between(manager, *period).filter(owner=rep).count() == 3


def test_a_rep_counts_only_their_own_calls(person, rep, other_rep, owner):
    elsewhere = make.member(by=owner, name="Nadia Elsewhere")
    log_call(person, outcome="reached", by=elsewhere)
    log_call(person, outcome="reached", by=rep)
    period = (timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1))
    assert [row["owner_id"] for row in calls_per_member(rep, *period)] == [rep.pk]
    assert {row["owner_id"] for row in calls_per_member(owner, *period)} == {rep.pk, elsewhere.pk}
