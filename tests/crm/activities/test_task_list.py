"""The list of all tasks: what is open by its deadline, then what was done, the latest first, and told apart."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from crm.activities.actions import complete, plan, reopen
from crm.activities.models import Task
from crm.l10n.state import current
from crm.ui.keyset import order_of


@pytest.fixture
def planned(rep):
    """planned(subject, in days): a task of the rep's."""

    def make(subject, days):
        return plan(subject=subject, due_at=timezone.now() + timedelta(days=days), by=rep)

    return make


@pytest.fixture
def tasks(rep, planned):
    """Two are open, two were done, the first of them longer ago than the second."""
    later, late = planned("Later", 400), planned("Late", -3)
    for subject, days in (("Done first", -9), ("Done last", 2)):
        complete(planned(subject, days), by=rep)
    return later, late


def shown(client, **asked):
    page = client.get(reverse("activities:task_list"), asked).content.decode()
    return re.findall(r'<a class="wl-name"[^>]*><bdi>([^<]*)', page)


def test_the_list_begins_with_what_is_open(client_for, rep, tasks):
    assert shown(client_for(rep)) == ["Late", "Later", "Done last", "Done first"]


def test_a_task_that_is_opened_again_goes_back_to_its_deadline(client_for, rep, planned, tasks):
    task = planned("Again", 1)
    complete(task, by=rep)
    assert shown(client_for(rep))[2] == "Again"
    reopen(task, by=rep)
    assert shown(client_for(rep))[:3] == ["Late", "Again", "Later"]


def test_who_asks_for_deadlines_gets_them_in_one_run(client_for, rep, tasks):
    assert shown(client_for(rep), sort="due_at") == ["Done first", "Late", "Done last", "Later"]
    assert shown(client_for(rep), sort="-due_at") == ["Later", "Done last", "Late", "Done first"]


@pytest.mark.usefixtures("tasks")
def test_pages_go_on_where_the_last_one_ended_and_back(acme):
    order = order_of(Task, "turn", current().language)
    rows = Task.objects.filter(deleted_at=None)
    first = order.page(rows, size=1)
    second = order.page(rows, after=first.after, size=2)
    third = order.page(rows, after=second.after, size=2)
    assert [row.subject for page in (first, second, third) for row in page.rows] == [
        "Late", "Later", "Done last", "Done first",
    ]  # fmt: skip
    assert not first.before and not third.after
    back = order.page(rows, before=third.before, size=2)
    assert [row.subject for row in back.rows] == ["Later", "Done last"]


def test_a_damaged_place_in_the_list_shows_its_beginning(client_for, rep, tasks):
    assert shown(client_for(rep), after="WyJ5ZXN0ZXJkYXkiLCAxXQ")[0] == "Late"


def test_done_ones_are_told_by_a_sign_and_a_word_on_phones_too(client_for, rep, tasks):
    page = client_for(rep).get(reverse("activities:task_list")).content.decode()
    done = [row for row in page.split("<tr ")[1:] if 'data-state="done"' in row]
    assert len(done) == 2
    for row in done:
        sign = re.search(r'<td data-m="sub"><span class="wl-next" data-state="done".*?</td>', row, re.DOTALL)[0]
        assert "#i-circle-check" in sign and ">Done<" in sign
        assert re.search(r'<td data-m="subend"><time', row)


def test_it_takes_no_more_statements_for_done_ones(client_for, rep, planned):
    client = client_for(rep)
    tasks = [planned(f"Task {number}", number) for number in range(3)]
    client.get(reverse("activities:task_list"))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("activities:task_list"))
    complete(tasks[0], by=rep)
    with CaptureQueriesContext(connection) as after:
        client.get(reverse("activities:task_list"))
    assert len(after) == len(before)
