"""The rule log and the failed work, for whoever may change settings."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.activities.models import Task
from crm.audit.models import Entry
from crm.automation.actions import replace_steps
from crm.automation.models import StepRun
from crm.automation.wording import reason_in_words
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


class TestFailedWork:
    @pytest.fixture
    def failure(self, acme):
        made = TimerFailure.objects.create(
            kind="channels.send", object_id=7, attempts=3, reason="SMTPAuthenticationError: 535", at=timezone.now()
        )
        timers.set_timer("channels.send", 7, timezone.now() + timedelta(minutes=9))
        Timer.objects.filter(kind="channels.send").update(attempts=3)
        return made

    def shown(self, client_for, owner):
        return client_for(owner).get(reverse("automation:failures")).context["failures"]

    def test_the_reason_is_said_in_words_beside_the_technical_one(self, client_for, owner, failure):
        [told] = self.shown(client_for, owner)
        assert told.words == "The mail server does not accept our name and password."
        assert told.reason == "SMTPAuthenticationError: 535"

    def test_when_it_began_and_when_it_is_tried_next(self, client_for, owner, failure):
        [told] = self.shown(client_for, owner)
        assert told.due > timezone.now() + timedelta(minutes=8) and told.since <= timezone.now()

    def test_what_was_given_up_has_no_next_attempt(self, client_for, owner, failure):
        Timer.objects.update(given_up_at=timezone.now())
        assert self.shown(client_for, owner)[0].due is None

    def test_a_delivery_that_failed_names_the_record(self, client_for, owner, visit, monkeypatch, run_due):
        monkeypatch.setattr("crm.automation.engine.consume", lambda event: 1 / 0)
        visit()
        run_due(may_fail=True, now=timezone.now() + timedelta(seconds=1))
        told = {(one.name, one.title) for one in self.shown(client_for, owner)}
        assert ("Passing on what happened", "Noura Al-Harbi") in told

    def test_it_keeps_the_day_it_began(self, owner, failure, run_due, monkeypatch):
        began = failure.since or TimerFailure.objects.get().since
        Timer.objects.update(due=timezone.now())
        monkeypatch.setattr("crm.channels.email.actions.send", lambda pk: 1 / 0)
        run_due(may_fail=True)
        failure.refresh_from_db()
        assert "ZeroDivisionError" in failure.reason and failure.since <= failure.at
        assert TimerFailure.objects.filter(since__lte=failure.at).exists() and began is not None

    def test_all_can_be_tried_again_at_once(self, client_for, owner, failure):
        client_for(owner).post(reverse("automation:failure_retry_all"))
        assert (Timer.objects.get(kind="channels.send").attempts, acts("failure.retried")) == (0, [{"count": 1}])

    def test_it_is_put_aside_with_a_reason_that_is_kept(self, client_for, owner, failure):
        url = reverse("automation:failure_dismissal", args=[failure.pk])
        client_for(owner).post(url, {"reason": "The customer was called instead"})
        assert not TimerFailure.objects.exists() and not Timer.objects.filter(kind="channels.send").exists()
        [data] = acts("failure.dismissed")
        assert (data["text"], data["name"]) == ("The customer was called instead", "channels.send")

    def test_without_a_reason_it_stays(self, client_for, owner, failure):
        answer = client_for(owner).post(reverse("automation:failure_dismissal", args=[failure.pk]), {"reason": " "})
        assert answer.status_code == 422 and TimerFailure.objects.exists()

    def test_settings_pages_say_that_there_is_some(self, client_for, owner, failure):
        page = client_for(owner).get(reverse("setup:general")).content.decode()
        assert "1 piece of work does not succeed." in page
        assert "does not succeed" not in client_for(owner).get(reverse("automation:failures")).content.decode()


def acts(action):
    return list(Entry.objects.filter(action=action).values_list("data", flat=True))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("crm.notify.recipients.consume: ZeroDivisionError: x", "Something went wrong inside Wasl"),
        ("gaierror: [Errno -2] Name or service not known", "name cannot be found"),
        ("SMTPServerDisconnected: bye", "refused the mail"),
        ("ConnectionRefusedError: [Errno 111]", "cannot be reached"),
        ("WorkerLost: it ended its worker 5 times", "more memory"),
    ],
)
def test_reasons_in_words(reason, words):
    assert words in str(reason_in_words(reason))
