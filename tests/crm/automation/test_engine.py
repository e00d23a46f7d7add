"""From event to work: which rules run, each step once, what fails is seen and tried again, circles end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.people.models import Contact
from crm.access.models import Team
from crm.activities.models import Task
from crm.automation import engine
from crm.automation.actions import delete_rule, replace_steps, retry_step, save_rule
from crm.automation.models import Rule, Run, Step, StepRun
from crm.automation.queries import rules_on
from crm.events import timers
from crm.events.actors import System
from crm.events.models import Delivery, Event, Timer, TimerFailure
from crm.events.record import record_event
from crm.notify.models import Notification
from crm.records.actions import delete
from tests.crm.events.work import Crash


def fail(record, params, *, by, step):
    Team.objects.create(name="half done")
    raise ValueError("out of glass")


def crash(record, params, *, by, step):
    Team.objects.create(name="half done")
    raise Crash


def visit_again(record, params, *, by, step):
    record_event(record, "contact.visited", by=by, data={"where": "shop"})
    return {}


@pytest.fixture
def kinds(settings):
    here = "tests.crm.automation.test_engine"
    settings.AUTOMATION_STEPS = {
        **settings.AUTOMATION_STEPS, "fail": f"{here}.fail", "crash": f"{here}.crash", "again": f"{here}.visit_again",
    }  # fmt: skip


def test_the_step_is_taken_in_the_name_of_the_rule(rule, visit, person, rep, run_due):
    before = timezone.now()
    visit()
    run_due()
    task = Task.objects.get()
    assert (task.subject, task.owner, task.parent, task.origin_kind, task.origin_name) == (
        "Call back", rep, person, "rule", "After a visit",
    )  # fmt: skip
    assert timedelta(minutes=15) <= task.due_at - before < timedelta(minutes=16)
    step = StepRun.objects.get()
    assert (step.state, step.result, step.run.rule, step.run.record_id) == ("done", {"task": task.pk}, rule, person.pk)


@pytest.mark.parametrize(
    "match, data, expected",
    [
        ({}, {"a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {}, False),
        ({"a": None}, {}, False),
        ({"a": [1, 2]}, {"a": 2}, True),
        ({"a": [1, 2]}, {"a": 3}, False),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, False),
    ],
)
def test_a_rule_fits_events_that_have_all_it_asks_for(match, data, expected):
    assert engine.fits(match, data) is expected


def test_other_events_and_sleeping_rules_do_nothing(rule, visit, run_due):
    visit(where="street")
    save_rule(rule=rule, name=rule.name, event_kind=rule.event_kind, match=rule.match, active=False)
    visit()
    run_due()
    assert (Run.objects.count(), Task.objects.count()) == (0, 0)


def test_an_event_heard_twice_runs_the_rule_once(rule, visit, run_due):
    event = visit()
    run_due()
    engine.consume(event)
    run_due()
    assert (Run.objects.count(), Task.objects.count()) == (1, 1)


def test_a_step_whose_message_comes_twice_is_taken_once(rule, visit, run_due):
    visit()
    run_due()
    assert engine.do_step(StepRun.objects.get().pk) is None
    assert engine.do_step(404) is None
    assert Task.objects.count() == 1


def test_steps_are_taken_in_order_and_apart(kinds, rule, visit, run_due):
    replace_steps(rule, [("fail", {}), ("create_task", {"subject": "Still done"})])
    visit()
    run_due(may_fail=True)
    assert [(s.kind, s.state) for s in StepRun.objects.all()] == [("fail", "failed"), ("create_task", "done")]
    assert not Team.objects.filter(name="half done").exists()


def test_a_failing_step_says_why_is_told_once_and_tried_again(kinds, rule, visit, owner, run_due, settings):
    replace_steps(rule, [("fail", {})])
    visit()
    run_due(may_fail=True)
    step = StepRun.objects.get()
    assert step.error == "ValueError: out of glass"
    assert TimerFailure.objects.get().kind == "automation.step"
    Timer.objects.filter(kind="automation.step").update(due=timezone.now())
    run_due(may_fail=True)
    assert Notification.objects.filter(member=owner, kind="rule.failed").count() == 1
    settings.AUTOMATION_STEPS = {"fail": "crm.automation.steps.create_task"}
    StepRun.objects.update(params={"subject": "At last"})
    retry_step(step)
    run_due()
    step.refresh_from_db()
    assert (step.state, step.error, Task.objects.get().subject) == ("done", "", "At last")
    assert not TimerFailure.objects.exists()


def test_a_worker_that_dies_in_a_step_leaves_it_to_the_next(kinds, rule, visit, run_due, settings):
    replace_steps(rule, [("crash", {"subject": "After all"})])
    visit()
    with pytest.raises(Crash):
        run_due()
    assert not Team.objects.filter(name="half done").exists()
    assert StepRun.objects.get().state == "waiting"
    settings.AUTOMATION_STEPS = {"crash": "crm.automation.steps.create_task"}
    run_due()
    assert (StepRun.objects.get().state, Task.objects.count()) == ("done", 1)


def test_a_worker_that_dies_while_starting_the_run_starts_it_once(rule, visit, run_due, monkeypatch):
    visit()
    with monkeypatch.context() as broken, pytest.raises(Crash):
        broken.setattr(engine, "run_soon", lambda *_: (_ for _ in ()).throw(Crash))
        run_due()
    assert (Run.objects.count(), Delivery.objects.filter(event__kind="contact.visited").count()) == (0, 0)
    run_due()
    assert (Run.objects.count(), Task.objects.count()) == (1, 1)


def test_rules_in_a_circle_end_and_the_owner_is_told(kinds, rule, visit, owner, run_due):
    replace_steps(rule, [("again", {})])
    visit()
    run_due()
    assert sorted(Event.objects.filter(kind="contact.visited").values_list("depth", flat=True)) == [0, 1, 2, 3, 4, 5]
    assert [run.stopped for run in Run.objects.order_by("pk")] == [False] * 5 + [True]
    assert Notification.objects.filter(member=owner, kind="rule.stopped").count() == 1


def test_a_rule_may_answer_another_rule(rule, visit, run_due):
    save_rule(name="Second", event_kind="task.planned", steps=[("notify", {"recipient": "manager", "text": "Look"})])
    visit(by=System(kind="rule", name="x", depth=1))
    run_due()
    assert Run.objects.get(rule__name="Second").event.depth == 2


def test_a_record_that_is_gone_needs_no_work(rule, visit, person, rep, run_due):
    visit()
    delete(person, by=rep)
    run_due()
    assert (StepRun.objects.get().state, Task.objects.count()) == ("done", 0)


def test_changing_a_rule_leaves_what_began_alone(kinds, rule, visit, run_due):
    event = visit()
    engine.consume(event)
    replace_steps(rule, [("fail", {})])
    timers.cancel_timer("events.fan_out", event.pk)
    run_due()
    assert Task.objects.get().subject == "Call back"


def test_a_deleted_rule_leaves_its_runs_behind(rule, visit, run_due):
    visit()
    run_due()
    delete_rule(rule)
    run = Run.objects.get()
    assert (run.rule, run.rule_name, Rule.objects.count(), Step.objects.count()) == (None, "After a visit", 0, 0)


def test_an_unknown_kind_of_step_is_refused_and_nothing_changes(rule):
    with pytest.raises(LookupError):
        replace_steps(rule, [("create_task", {}), ("cook", {})])
    assert [step.kind for step in rule.steps.all()] == ["create_task"]


def test_a_playbook_is_found_by_what_it_asks_for(rule):
    assert rules_on("contact.visited", where="shop").get() == rule
    assert not rules_on("contact.visited", where="street").exists()


def test_another_workspaces_rules_are_not_run(rule, zenith, outsider, run_due):
    assert Contact.objects.count() == 1
    assert Rule.objects.filter(tenant=zenith).count() == 0
