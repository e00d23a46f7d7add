"""What is next on each of many records, in one query."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from contacts.people.actions import create_contact
from contacts.people.models import Contact
from crm.activities.actions import cancel, complete, plan
from crm.activities.queries import NO_STEP, has_next_step, next_step, next_steps
from crm.l10n import state


@pytest.fixture
def people(rep):
    return [create_contact(name=f"Person {number}", by=rep) for number in range(4)]


def test_each_record_shows_its_earliest_open_task_in_one_query(people, rep, django_assert_num_queries):
    now = timezone.now()
    late, soon, done, nothing = people
    plan(subject="Later", due_at=now + timedelta(days=9), record=late, by=rep)
    plan(subject="Call back", due_at=now - timedelta(days=2, hours=1), record=late, by=rep)
    planned = plan(subject="Measure", due_at=now + timedelta(days=3), record=soon, by=rep)
    complete(plan(subject="Old", due_at=now, record=done, by=rep), by=rep)
    cancel(plan(subject="Dropped", due_at=now, record=nothing, by=rep), by=rep)
    with django_assert_num_queries(1):
        steps = next_steps("contact", [person.pk for person in people])
    assert [steps[p.pk].state for p in people] == ["overdue", "planned", "none", "none"]
    assert steps[late.pk].text == "Call back, 2 days late"
    assert (steps[soon.pk].task_id, steps[soon.pk].due) == (planned.pk, planned.due_at)
    assert steps[nothing.pk] is NO_STEP


def test_today_is_the_readers_day(people, rep):
    task = plan(subject="Call", due_at=datetime(2026, 11, 22, 21, 30, tzinfo=ZoneInfo("UTC")), by=rep)
    now = datetime(2026, 11, 22, 20, 0, tzinfo=ZoneInfo("UTC"))
    with state.using(state.for_member(rep)):
        assert next_step(task, now).state == "today"
    rep.time_zone = "Asia/Riyadh"  # there it is half past midnight, tomorrow
    with state.using(state.for_member(rep)):
        assert next_step(task, now).state == "planned"


def test_the_forgotten_are_found_by_one_condition(people, rep, in_an_hour):
    plan(subject="Call", due_at=in_an_hour, record=people[0], by=rep)
    forgotten = Contact.objects.filter(~has_next_step("contact"))
    assert set(forgotten) == set(people[1:])
    assert list(Contact.objects.filter(has_next_step("contact"))) == people[:1]


def test_a_subject_of_the_other_direction_keeps_to_itself(rep):
    task = plan(subject="Call Noura", due_at=timezone.now() - timedelta(days=2), by=rep)
    assert not next_step(task).text.startswith("\u2068")
    rep.language = "ar"
    with state.using(state.for_member(rep)):
        assert next_step(task).text.startswith("\u2068Call Noura\u2069")
