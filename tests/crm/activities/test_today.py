"""The day's list: what is late, today, tomorrow and later, and planning it in the evening."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.activities import agenda
from crm.activities.actions import complete, plan
from crm.activities.models import Task
from crm.l10n import state
from tests import make

HTMX = {"HTTP_HX_REQUEST": "true"}
AGENDA = {**HTMX, "HTTP_HX_TARGET": "agenda"}


@pytest.fixture
def at(rep, person):
    """Plan a task so many hours from now."""

    def make_task(hours, subject="x", **fields):
        due = timezone.now() + timedelta(hours=hours)
        return plan(**{"subject": subject, "due_at": due, "by": rep, "record": person, **fields})

    return make_task


def sections_of(member, now=None):
    with state.using(state.for_member(member)):
        found, _more = agenda.sections(agenda.mine(member), member, now)
    return {section.key: [line.task.subject for line in section.lines] for section in found}


def test_tasks_stand_under_their_day_late_ones_first(rep, person):
    zone = ZoneInfo("Asia/Riyadh")
    rep.time_zone = "Asia/Riyadh"
    now = datetime(2026, 11, 22, 9, 0, tzinfo=zone)
    for subject, day, hour in (("late", 20, 9), ("early", 22, 8), ("noon", 22, 12), ("next", 23, 0), ("later", 25, 9)):
        plan(subject=subject, due_at=datetime(2026, 11, day, hour, 0, tzinfo=zone), by=rep, record=person)
    assert sections_of(rep, now) == {
        "overdue": ["late", "early"], "2026-11-22": ["noon"], "2026-11-23": ["next"], "2026-11-25": ["later"],
    }  # fmt: skip


def test_it_holds_only_ones_own_and_only_open_ones(at, rep, other_rep):
    at(1, "mine")
    at(1, "given away", assignee=other_rep)
    complete(at(1, "done"), by=rep)
    assert [s for found in sections_of(rep).values() for s in found] == ["mine"]


def test_the_record_is_named_once_per_type_and_only_if_it_is_seen(at, rep, django_assert_num_queries):
    for _ in range(5):
        at(1)
    with state.using(state.for_member(rep)):
        with django_assert_num_queries(2):
            [section], _more = agenda.sections(agenda.mine(rep), rep)
    assert {line.on for line in section.lines} == {"Noura Al-Harbi"}


def test_of_very_many_the_first_stand_there_and_a_way_to_all(client_for, at, rep, monkeypatch):
    monkeypatch.setattr(agenda, "SHOWN", 2)
    for hour in (1, 2):
        at(hour)
    assert "All tasks" not in client_for(rep).get(reverse("activities:today")).content.decode()
    at(3, "the last one")
    page = client_for(rep).get(reverse("activities:today")).content.decode()
    assert "tasks that are due first stand here." in page and "the last one" not in page
    way = re.search(r'<a href="([^"]+)">All tasks</a>', page)[1].replace("&amp;", "&").removeprefix("/acme")
    assert "the last one" in client_for(rep).get(way).content.decode()


def test_the_week_counts_what_is_late_as_todays(at, rep):
    at(-50), at(-1), at(24 * 3)
    with state.using(state.for_member(rep)):
        week = agenda.week(agenda.mine(rep))
    assert [day.load for day in week] == [2, 0, 0, 1, 0, 0, 0]
    assert [day.is_today for day in week] == [True] + [False] * 6


def test_the_page_shows_the_tasks_and_asks_for_itself_anew(client_for, at, rep):
    at(1, "Call Noura about handles")
    page = client_for(rep).get(reverse("activities:today"))
    assert "Call Noura about handles" in page.content.decode()
    part = client_for(rep).get(reverse("activities:today"), **AGENDA).content.decode()
    assert part.lstrip().startswith('<div class="wl-agenda-page" id="agenda"')


def test_a_manager_may_look_at_the_team(client_for, at, manager, rep):
    at(1, "The rep's own")
    assert "The rep" not in client_for(manager).get(reverse("activities:today")).content.decode()
    assert "The rep" in client_for(manager).get(reverse("activities:today"), {"view": "team"}).content.decode()
    assert "view=team" not in client_for(rep).get(reverse("activities:today")).content.decode()


def test_the_day_costs_few_statements_however_many_tasks(client_for, at, rep, django_assert_max_num_queries):
    client = client_for(rep)
    for _ in range(30):
        at(1)
    client.get(reverse("activities:today"))
    with django_assert_max_num_queries(15):
        client.get(reverse("activities:today"))


def test_evening_planning_moves_the_chosen_tasks_to_tomorrow_at_their_hour(client_for, at, rep):
    rep.time_zone = "Asia/Riyadh"
    rep.save()
    late, soon, other = at(-30), at(1), at(2)
    response = client_for(rep).post(
        reverse("activities:postponement"), {"ids": [late.pk, soon.pk, "x", other.pk + 1_000]}, **HTMX
    )
    assert json.loads(response.headers["HX-Trigger"])["toast"]["text"] == "2 tasks moved to tomorrow."
    zone = ZoneInfo("Asia/Riyadh")
    tomorrow = timezone.now().astimezone(zone).date() + timedelta(days=1)
    for before in (late, soon):
        due = Task.objects.get(pk=before.pk).due_at.astimezone(zone)
        assert (due.date(), due.time()) == (tomorrow, before.due_at.astimezone(zone).time())
    assert Task.objects.get(pk=other.pk).due_at == other.due_at


def test_nobody_moves_what_is_not_theirs(client_for, at, owner, rep):
    stranger = make.member(by=owner, name="Nadia Elsewhere")
    task = at(-1)
    client_for(stranger).post(reverse("activities:postponement"), {"ids": [task.pk]})
    assert Task.objects.get(pk=task.pk).due_at == task.due_at


@pytest.mark.parametrize("language, words", [("en", "Nothing is planned"), ("ar", 'dir="rtl"'), ("fa", 'dir="rtl"')])
def test_an_empty_day_says_what_to_do(client_for, rep, language, words):
    rep.language = language
    rep.save()
    assert words in client_for(rep).get(reverse("activities:today")).content.decode()
