"""One task through HTTP: done and taken back, with its result, changed, moved, dropped."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.activities.actions import complete, plan
from crm.activities.models import Call, Task

HTMX = {"HTTP_HX_REQUEST": "true"}
MODAL, DRAWER = {**HTMX, "HTTP_HX_TARGET": "modal-content"}, {**HTMX, "HTTP_HX_TARGET": "drawer"}


@pytest.fixture
def plain(person, rep, in_an_hour):
    return plan(subject="Send shop drawings", due_at=in_an_hour, record=person, by=rep)


def path(name, task):
    return reverse(f"activities:{name}", args=[task.pk])


def test_a_tick_is_done_at_once_and_can_be_taken_back(client_for, rep, plain):
    client = client_for(rep)
    response = client.post(path("task_completion", plain), {"quick": "1"}, **HTMX)
    told = json.loads(response.headers["HX-Trigger"])
    assert response.status_code == 204
    assert "changed" in told
    assert Task.objects.get(pk=plain.pk).done_at
    assert client.post(told["toast"]["undo"].removeprefix("/acme"), **HTMX).status_code == 204
    assert Task.objects.get(pk=plain.pk).is_open


def test_the_result_is_asked_for_and_kept(client_for, rep, plain):
    client = client_for(rep)
    assert 'name="result"' in client.get(path("task_completion", plain), **MODAL).content.decode()
    client.post(path("task_completion", plain), {"result": "Sent"}, **MODAL)
    assert Task.objects.get(pk=plain.pk).result == "Sent"
    client.post(path("task_completion", plain), {"result": "Sent twice"}, **MODAL)
    assert Task.objects.get(pk=plain.pk).result == "Sent twice"


def test_a_call_that_was_asked_for_is_logged_when_it_is_done(client_for, rep, task, person):
    client = client_for(rep)
    assert 'name="outcome"' in client.get(path("task_completion", task), **MODAL).content.decode()
    client.post(path("task_completion", task), {"outcome": "reached", "direction": "out", "body": "Yes"}, **MODAL)
    call = Call.objects.get()
    assert (call.task, call.body, call.parent) == (task, "Yes", person)
    assert not Task.objects.get(pk=task.pk).is_open


def test_a_call_without_outcome_is_not_done(client_for, rep, task):
    assert client_for(rep).post(path("task_completion", task), {"body": "Yes"}, **MODAL).status_code == 422
    assert Task.objects.get(pk=task.pk).is_open


def test_the_drawer_changes_words_time_and_owner(client_for, rep, other_rep, plain):
    data = {
        "subject": "Measure",
        "kind": "visit",
        "due_at": "2030/05/01 08:00",
        "owner": other_rep.pk,
        "body": "Bring tape",
    }
    assert client_for(rep).post(path("task_edit", plain), data, **DRAWER).status_code == 204
    task = Task.objects.get(pk=plain.pk)
    assert (task.subject, task.kind, task.owner, task.body) == ("Measure", "visit", other_rep, "Bring tape")
    assert task.due_at.isoformat() == "2030-05-01T08:00:00+00:00"


def test_opening_and_saving_the_drawer_changes_nothing(client_for, rep, plain):
    form = client_for(rep).get(path("task_edit", plain), **DRAWER).context["form"]
    data = {name: form[name].value() for name in form.fields}
    before = Task.objects.get(pk=plain.pk)
    client_for(rep).post(path("task_edit", plain), {**data, "owner": plain.owner_id}, **DRAWER)
    after = Task.objects.get(pk=plain.pk)
    assert (after.subject, after.due_at.replace(second=0, microsecond=0)) == (
        before.subject, before.due_at.replace(second=0, microsecond=0),
    )  # fmt: skip


def test_it_moves_to_tomorrow_and_can_be_dropped_and_brought_back(client_for, rep, plain):
    client = client_for(rep)
    client.post(path("task_postponement", plain), **HTMX)
    assert Task.objects.get(pk=plain.pk).due_at.date() == timezone.now().date() + timedelta(days=1)
    response = client.post(path("task_cancellation", plain), **HTMX)
    assert Task.objects.get(pk=plain.pk).deleted_at
    client.post(json.loads(response.headers["HX-Trigger"])["toast"]["undo"].removeprefix("/acme"), **HTMX)
    assert Task.objects.get(pk=plain.pk).is_open


def test_its_page_tells_what_it_is_and_what_happened(client_for, rep, plain):
    complete(plain, result="All sent", by=rep)
    page = client_for(rep).get(path("task", plain)).content.decode()
    assert all(words in page for words in ("Send shop drawings", "Noura Al-Harbi", "All sent", "finished"))
    assert "<html" not in client_for(rep).get(path("task", plain), **DRAWER).content.decode()


def test_a_task_that_hangs_on_nothing_is_planned_in_the_drawer(client_for, rep):
    data = {"subject": "Order tape", "kind": "task", "due_at": "2030/05/01 08:00", "owner": rep.pk}
    assert client_for(rep).post(reverse("activities:task_create"), data, **DRAWER).status_code == 204
    task = Task.objects.get()
    assert (task.subject, task.parent) == ("Order tape", None)
    assert client_for(rep).get(path("task", task)).status_code == 200


def test_the_lists_narrow_to_what_a_figure_counts(client_for, manager, rep, plain, task):
    complete(task, by=rep)
    client = client_for(manager)
    page = client.get(reverse("activities:task_list"), {"state": "open"}).content.decode()
    assert plain.subject in page and task.subject not in page
    page = client.get(reverse("activities:task_list"), {"state": "done"}).content.decode()
    assert task.subject in page and plain.subject not in page
    assert plain.subject not in client.get(reverse("activities:task_list"), {"state": "overdue"}).content.decode()
