"""What planning, moving, handing on, finishing and cancelling a task guarantee."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.people.models import Contact
from crm.access.policy import visible_to
from crm.activities import actions
from crm.activities.models import Task
from crm.activities.queries import find_task, may_change, open_tasks, overdue, visible_tasks
from crm.events.actors import System
from crm.events.feed import timeline
from crm.events.models import Event, Timer


def timers(task):
    found = Timer.objects.filter(kind__startswith="activities.", object_id=task.pk)
    return {timer.kind.partition(".")[2]: timer.due for timer in found}


def last_event(kind):
    return Event.objects.filter(kind=kind).order_by("-pk").first()


def test_a_planned_task_is_its_authors_unless_given_to_somebody(task, rep, team):
    assert (task.owner, task.created_by, task.team_id, task.origin_kind) == (rep, rep, team.pk, "member")
    event = last_event("task.planned")
    assert (event.actor_name, event.data["subject"]) == (rep.name, task.subject)


def test_a_task_that_would_be_nobodys_is_refused(acme, in_an_hour):
    with pytest.raises(ValueError, match="somebody"):
        actions.plan(subject="Call back", due_at=in_an_hour, by=System(kind="form"))


def test_a_form_can_plan_for_a_member(person, rep, in_an_hour):
    form = System(kind="form", name="Website")
    task = actions.plan(subject="Call back", due_at=in_an_hour, by=form, assignee=rep, record=person)
    assert (task.owner, task.created_by, task.origin_kind, task.origin_name) == (rep, None, "form", "Website")


def test_it_stands_on_the_timelines_of_the_record_and_its_parents(task, person, company):
    event = last_event("task.planned")
    assert timeline(task)[0] == timeline(person)[0] == timeline(company)[0] == event


def test_it_reminds_before_and_escalates_at_its_deadline(task, in_an_hour):
    assert timers(task) == {"overdue": in_an_hour, "due": in_an_hour - timedelta(minutes=5)}


def test_a_deadline_too_near_for_a_reminder_only_escalates(person, rep):
    task = actions.plan(subject="Now", due_at=timezone.now() + timedelta(minutes=4), kind="call", record=person, by=rep)
    assert set(timers(task)) == {"overdue"}


def test_whoever_gets_a_task_can_open_its_record_and_what_that_belongs_to(person, company, agent, rep, in_an_hour):
    surveyor = agent
    surveyor.role.grants = {"*": {"see": "own", "edit": "own"}}
    surveyor.role.save()
    assert not visible_to(Contact.objects.all(), surveyor).exists()
    actions.plan(subject="Measure", due_at=in_an_hour, record=person, assignee=surveyor, by=rep)
    assert visible_to(Contact.objects.all(), surveyor, "edit").get() == person
    assert visible_to(type(company).objects.all(), surveyor).get() == company
    assert not visible_to(type(company).objects.all(), surveyor, "edit").exists()


def test_a_reader_by_role_gets_no_more_than_reading(person, reader, rep, in_an_hour):
    actions.plan(subject="Look", due_at=in_an_hour, record=person, assignee=reader, by=rep)
    assert visible_to(Contact.objects.all(), reader).exists()
    assert not visible_to(Contact.objects.all(), reader, "edit").exists()


def test_rescheduling_moves_the_timers(task, rep, in_an_hour):
    tomorrow = in_an_hour + timedelta(days=1)
    task = actions.reschedule(task, due_at=tomorrow, by=rep)
    assert timers(task) == {"overdue": tomorrow, "due": tomorrow - timedelta(minutes=5)}
    assert last_event("task.rescheduled").data["before_at"] == in_an_hour.isoformat()


def test_rescheduling_to_the_same_moment_records_nothing(task, rep, in_an_hour):
    actions.reschedule(task, due_at=in_an_hour, by=rep)
    assert last_event("task.rescheduled") is None


def test_revising_changes_words_and_the_lead_of_the_reminder(task, rep, in_an_hour):
    actions.revise(task, by=rep, subject="Measure", kind="visit", body="")
    task.refresh_from_db()
    assert (task.subject, task.kind) == ("Measure", "visit")
    assert set(timers(task)) == {"overdue"}  # an hour's lead would be now
    actions.revise(task, by=rep, subject="Measure")
    assert Event.objects.filter(kind="task.revised").count() == 1


def test_reassigning_gives_task_team_and_record(task, person, other_rep, rep):
    task = actions.reassign(task, to=other_rep, by=rep)
    assert (task.owner, task.team_id) == (other_rep, other_rep.team_id)
    assert visible_to(Contact.objects.all(), other_rep).get() == person
    assert last_event("task.reassigned").data["before"] == rep.name


def test_completing_stops_the_timers_and_keeps_the_result(task, rep):
    task = actions.complete(task, result="Wants matt black", by=rep)
    assert task.done_at is not None
    assert timers(task) == {}
    assert last_event("task.completed").data["result"] == "Wants matt black"


def test_done_twice_is_done_once(task, rep, manager):
    actions.complete(task, by=rep)
    actions.complete(task, result="again", by=manager)
    assert Event.objects.filter(kind="task.completed").count() == 1
    assert Task.objects.get(pk=task.pk).result == ""


def test_a_result_can_be_written_afterwards(task, rep):
    actions.write_result(task, result="too early", by=rep)
    assert last_event("task.result_written") is None
    actions.complete(task, by=rep)
    assert actions.write_result(task, result="Reached", by=rep).result == "Reached"


def test_reopening_counts_the_deadline_again(task, rep, in_an_hour):
    actions.complete(task, result="done", by=rep)
    task = actions.reopen(task, by=rep)
    assert (task.is_open, task.result) == (True, "")
    assert timers(task)["overdue"] == in_an_hour


def test_a_cancelled_task_leaves_every_list_and_can_come_back(task, rep):
    actions.cancel(task, by=rep)
    assert not visible_tasks(rep).exists()
    assert timers(task) == {}
    actions.reopen(task, by=rep)
    assert visible_tasks(rep).get() == task


def test_done_or_cancelled_it_can_not_be_moved_or_given_away(task, rep, other_rep):
    actions.complete(task, by=rep)
    actions.reschedule(task, due_at=timezone.now(), by=rep)
    actions.reassign(task, to=other_rep, by=rep)
    actions.cancel(task, by=rep)
    task.refresh_from_db()
    assert (task.owner, task.deleted_at) == (rep, None)
    assert timers(task) == {}


def test_a_task_is_seen_by_right_by_author_or_through_its_record(task, rep, other_rep, manager, agent, owner):
    agent.role.grants = {"*": {"see": "own", "edit": "own"}, "contact": {"see": "all", "edit": "none"}}
    agent.role.save()
    assert [find_task(task.pk, m) for m in (rep, manager, owner, agent)] == [task] * 4
    assert find_task(task.pk, other_rep) is None
    assert [may_change(task, m) for m in (rep, manager, owner, agent)] == [True, True, True, False]


def test_the_author_follows_what_they_gave_away(person, manager, other_rep, rep, in_an_hour):
    task = actions.plan(subject="Look", due_at=in_an_hour, assignee=other_rep, by=rep)
    assert find_task(task.pk, rep) == task
    assert may_change(task, rep)
    assert not visible_tasks(rep).exists()


def test_overdue_means_open_and_past(task, rep, in_an_hour):
    assert not overdue().exists()
    assert overdue(in_an_hour + timedelta(seconds=1)).get() == task
    actions.complete(task, by=rep)
    assert not overdue(in_an_hour + timedelta(days=1)).exists()
    assert not open_tasks().exists()
