"""Notes, calls and tasks written on a record's page, with and without script."""

import json

import pytest
from django.urls import reverse

from crm.activities.models import Call, Note, Task
from tests import make

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def path(person):
    return lambda name: reverse(f"activities:{name}", args=["contact", person.pk])


def events(response):
    return json.loads(response.headers["HX-Trigger"])


def test_the_page_of_a_record_offers_note_call_and_task(client_for, rep, person):
    page = client_for(rep).get(reverse("contacts:contact", args=[person.pk])).content.decode()
    assert [f'id="compose-{key}"' in page for key in ("note", "call", "task")] == [True] * 3
    assert reverse("activities:record_tasks", args=["contact", person.pk]) in page


def test_who_may_only_read_is_offered_nothing(client_for, reader, person):
    page = client_for(reader).get(reverse("contacts:contact", args=[person.pk])).content.decode()
    assert 'id="composer"' not in page


def test_a_note_is_saved_and_the_composer_comes_back_empty(client_for, rep, person, path):
    response = client_for(rep).post(path("note_create"), {"body": "Likes tea"}, **HTMX)
    assert Note.objects.get().body == "Likes tea"
    assert "Likes tea" not in response.content.decode()
    assert {"changed", "toast"} <= events(response).keys()


def test_without_script_it_leads_back_to_the_record(client_for, rep, person, path):
    response = client_for(rep).post(path("note_create"), {"body": "Likes tea"})
    assert (response.status_code, response["Location"]) == (302, f"/acme/people/{person.pk}/")


@pytest.mark.parametrize("extra, status", [(HTMX, 422), ({}, 422)])
def test_an_empty_note_is_asked_for_again(client_for, rep, path, extra, status):
    response = client_for(rep).post(path("note_create"), {"body": "  "}, **extra)
    assert response.status_code == status
    assert "note-body_error" in response.content.decode()
    assert not Note.objects.exists()


def test_a_call_is_saved_with_its_outcome_and_the_next_one(client_for, rep, person, path):
    data = {"body": "Not there", "outcome": "no_answer", "direction": "out", "follow_up_at": "2030/01/02 09:30"}
    client_for(rep).post(path("call_create"), data, **HTMX)
    assert (Call.objects.get().outcome, Call.objects.get().owner) == ("no_answer", rep)
    task = Task.objects.get()
    assert (task.subject, task.kind, task.parent) == ("Call Noura Al-Harbi", "call", person)


def test_a_task_is_typed_in_the_members_calendar_digits_and_zone(client_for, rep, other_rep, path):
    rep.language, rep.calendar, rep.digits, rep.time_zone = "fa", "jalali", "arabext", "Asia/Tehran"
    rep.save()
    data = {"subject": "اندازه‌گیری", "kind": "visit", "due_at": "۱۴۰۹/۰۱/۰۱ ۱۰:۳۰", "owner": other_rep.pk}
    response = client_for(rep).post(path("task_on_record"), data, **HTMX)
    assert response.status_code == 200, response.content.decode()
    task = Task.objects.get()
    assert (task.owner, task.kind, task.due_at.isoformat()) == (other_rep, "visit", "2030-03-21T07:00:00+00:00")


def test_what_was_typed_wrongly_stays_with_the_reason(client_for, rep, path):
    data = {"subject": "Measure", "kind": "visit", "due_at": "32nd of May", "owner": rep.pk}
    response = client_for(rep).post(path("task_on_record"), data, **HTMX)
    page = response.content.decode()
    assert (response.status_code, "32nd of May" in page, "task-due_at_error" in page) == (422, True, True)


def test_a_task_cannot_be_given_to_somebody_of_another_workspace(client_for, rep, outsider, path):
    data = {"subject": "x", "kind": "task", "due_at": "2030/01/02 09:30", "owner": outsider.pk}
    assert client_for(rep).post(path("task_on_record"), data).status_code == 422


def test_somebody_elses_record_does_not_exist(client_for, owner, person):
    stranger = make.member(by=owner, name="Nadia Elsewhere")
    path = reverse("activities:note_create", args=["contact", person.pk])
    assert client_for(stranger).post(path, {"body": "x"}).status_code == 404
    assert client_for(stranger).post(path.replace("contact", "nothing"), {"body": "x"}).status_code == 404


def test_each_tab_is_a_page_of_its_own_without_script(client_for, rep, path):
    page = client_for(rep).get(path("call_create")).content.decode()
    assert 'id="tab-call"' in page
    assert page.count("<h1") == 1


def test_the_timeline_tells_notes_calls_and_tasks(client_for, rep, person, path):
    client = client_for(rep)
    client.post(path("note_create"), {"body": "Likes <tea>"})
    client.post(path("call_create"), {"body": "Agreed", "outcome": "reached", "direction": "in", "minutes": "6"})
    client.post(
        path("task_on_record"), {"subject": "Measure", "kind": "visit", "due_at": "2030/01/02 09:30", "owner": rep.pk}
    )
    page = client.get(reverse("contacts:contact_timeline", args=[person.pk])).content.decode()
    assert "wrote a note" in page and "Likes &lt;tea&gt;" in page
    assert "Reached" in page and "6 minutes" in page and "Incoming" in page
    assert "planned <b><bdi>Measure</bdi></b>" in page


def test_the_record_shows_what_is_planned_and_who_does_it(client_for, rep, person, path, task):
    page = client_for(rep).get(path("record_tasks"), **HTMX).content.decode()
    assert task.subject in page and rep.name in page
    assert "<html" not in page
    assert "<html" in client_for(rep).get(path("record_tasks")).content.decode()


def test_a_record_without_a_next_step_says_so(client_for, rep, path):
    assert "No next step" in client_for(rep).get(path("record_tasks"), **HTMX).content.decode()
