"""What cannot be written on a record, whose tasks nobody else moves, and what is said instead."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.activities.actions import complete, plan, reschedule
from crm.activities.models import Call, Note, Task
from crm.records.actions import delete
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope

HTMX = {"HX-Request": "true"}


@pytest.fixture
def noura(rep):
    return make.contact("Noura", by=rep)


@pytest.fixture
def task(rep, noura):
    return plan(subject="Measure", due_at=timezone.now() + timedelta(days=1), record=noura, by=rep)


def count():
    return Note.objects.count(), Call.objects.count(), Task.objects.count()


@pytest.mark.parametrize("ids", [["x"], ["²"], ["9" * 40], ["9" * 5000], ["-1"], []])
def test_ids_of_nothing_move_nothing(client_for, rep, task, ids):
    before = task.due_at
    reply = client_for(rep).post("/today/postponement/", {"ids": ids}, headers=HTMX)
    assert reply.status_code == 204
    task.refresh_from_db()
    assert task.due_at == before


def test_a_deleted_record_takes_no_more_notes(client_for, rep, noura):
    client, names = client_for(rep), ("note_create", "call_create", "task_on_record")
    paths = [reverse(f"activities:{name}", args=["contact", noura.pk]) for name in names]
    assert [client.get(path).status_code for path in paths] == [200] * 3
    delete(noura, by=rep)
    before = count()
    assert [client.post(path, {"body": "x"}).status_code for path in paths] == [404] * 3
    assert count() == before


def test_another_firms_task_does_not_exist(client_for, rep, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        theirs = plan(subject="Theirs", due_at=timezone.now(), by=outsider)
    client = client_for(rep)
    assert client.get(f"/tasks/{theirs.pk}/").status_code == 404
    client.post("/today/postponement/", {"ids": [theirs.pk]}, headers=HTMX)
    with out_of_scope(), tenant_scope(outsider.tenant):
        due = theirs.due_at
        theirs.refresh_from_db()
        assert theirs.due_at == due


def test_a_task_that_was_done_meanwhile_keeps_its_deadline(rep, task):
    stale = Task.objects.get(pk=task.pk)
    complete(task, by=rep)
    before = stale.due_at
    assert reschedule(stale, due_at=before + timedelta(days=1), by=rep).due_at == before
