"""The rule log and the failed work, for whoever may change settings."""

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.activities.models import Task
from crm.automation.actions import replace_steps
from crm.automation.models import StepRun
from crm.events import timers
from crm.events.models import Timer, TimerFailure


@pytest.fixture
def failed(rule, visit, run_due):
    """A run whose step named somebody who is not there."""
    replace_steps(rule, [("create_task", {"subject": "Measure", "recipient": "function:surveyor"})])
    visit()
    run_due(may_fail=True)
    return StepRun.objects.get()


def test_the_log_names_rule_record_step_and_reason(client_for, owner, failed):
    page = client_for(owner).get(reverse("automation:runs")).content.decode()
    for words in ("After a visit", "Noura Al-Harbi", "Plan a task", "Failed", "surveyor"):
        assert words in page


def test_a_step_can_be_tried_again_from_there(client_for, owner, failed, run_due):
    StepRun.objects.update(params={"subject": "Measure", "recipient": "owner"})
    client_for(owner).post(reverse("automation:step_retry", args=[failed.pk]))
    run_due()
    failed.refresh_from_db()
    assert (failed.state, Task.objects.get().subject) == ("done", "Measure")


def test_a_step_that_is_done_is_not_taken_twice(client_for, owner, rule, visit, run_due):
    visit()
    run_due()
    client_for(owner).post(reverse("automation:step_retry", args=[StepRun.objects.get().pk]))
    run_due()
    assert Task.objects.count() == 1


def test_failed_work_says_what_why_and_how_often(client_for, owner):
    values = {"attempts": 3, "reason": "ConnectionRefusedError: <no> server", "at": timezone.now()}
    TimerFailure.objects.create(kind="channels.send", object_id=7, **values)
    page = client_for(owner).get(reverse("automation:failures")).content.decode()
    assert "Sending a mail" in page and "&lt;no&gt; server" in page


def test_given_up_work_can_be_tried_again(client_for, owner):
    failure = TimerFailure.objects.create(kind="channels.send", object_id=7, attempts=12, reason="x", at=timezone.now())
    timers.set_timer("channels.send", 7, timezone.now())
    Timer.objects.filter(kind="channels.send").update(given_up_at=timezone.now(), attempts=12)
    client_for(owner).post(reverse("automation:failure_retry", args=[failure.pk]))
    timer = Timer.objects.get(kind="channels.send")
    assert (timer.given_up_at, timer.attempts) == (None, 0)


def test_empty_pages_say_so(client_for, owner):
    client = client_for(owner)
    assert "No rule has run yet" in client.get(reverse("automation:runs")).content.decode()
    assert "Everything succeeds" in client.get(reverse("automation:failures")).content.decode()


def test_the_log_costs_few_statements_however_many_runs(
    client_for, owner, rule, visit, run_due, django_assert_max_num_queries
):
    for _ in range(12):
        visit()
    run_due()
    client = client_for(owner)
    client.get(reverse("automation:runs"))
    with django_assert_max_num_queries(14):
        client.get(reverse("automation:runs"))


def test_the_log_goes_back_page_by_page(client_for, owner, rule, visit, run_due, monkeypatch):
    monkeypatch.setattr("crm.automation.views.PAGE", 2)
    for _ in range(3):
        visit()
    run_due()
    page = client_for(owner).get(reverse("automation:runs"))
    assert len(page.context["runs"]) == 2
    older = client_for(owner).get(reverse("automation:runs") + page.context["more_url"])
    assert (len(older.context["runs"]), older.context["more_url"]) == (1, "")
