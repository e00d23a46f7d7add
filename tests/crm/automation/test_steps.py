"""The kinds of step: who gets the work, when it is due, who is told."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from crm.access.actions import define_function, give_functions
from crm.activities.actions import plan
from crm.automation import steps
from crm.automation.recipients import CannotDo, one_of, resolve
from crm.events.actors import System
from crm.l10n import state
from crm.notify.models import Notification
from crm.notify.wording import sentence
from crm.records import registry
from crm.records.fields.actions import add_field, retire_field
from crm.worktime.actions import set_hours
from tests import make

RULE = System(kind="rule", name="Playbook", id=1, depth=1)
STEP = SimpleNamespace(pk=1)


@pytest.fixture
def surveyors(owner, team):
    define_function(key="surveyor", name="Surveyor")
    found = [make.member(by=owner, role="rep", name=f"Surveyor {n}", team=team if n else None) for n in range(3)]
    for member in found:
        give_functions(member, ["surveyor"])
    return found


def test_the_owner_the_manager_a_member_a_role(person, rep, manager, owner):
    assert resolve("owner", person) == [rep]
    assert resolve("manager", person) == [manager]
    assert resolve(f"member:{manager.pk}", person) == [manager]
    assert resolve("role:owner", person) == [owner]


def test_what_nobody_owns_is_the_business_of_the_workspaces_owners(person, owner):
    person.owner = None
    assert resolve("owner", person) == resolve("manager", person) == [owner]


def test_everybody_of_a_function_or_one_of_them(person, surveyors, rep, in_an_hour):
    assert resolve("function:surveyor", person) == surveyors
    elsewhere, first, second = surveyors
    assert one_of(surveyors, person) == first  # of the record's own team
    plan(subject="Measure", due_at=in_an_hour, by=rep, assignee=first)
    assert one_of(surveyors, person) == second  # who has less to do


def test_a_function_that_nobody_has_is_said_in_words(person):
    with pytest.raises(CannotDo, match="installer"):
        resolve("function:installer", person)


def test_members_who_left_get_nothing(person, manager):
    manager.active = False
    manager.save()
    with pytest.raises(CannotDo):
        resolve(f"member:{manager.pk}", person)


def test_due_so_many_minutes_from_now(person):
    due = steps.due_at(person, {"minutes": 120})
    assert timedelta(minutes=119) < due - timezone.now() <= timedelta(minutes=120)


def test_due_at_what_a_field_of_the_record_says(person):
    visit = datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Asia/Riyadh"))
    person.custom = {"visit_at": visit.isoformat()}
    assert steps.due_at(person, {"field": "visit_at"}) == visit
    assert steps.due_at(person, {"field": "visit_at", "minutes": -60}) == visit - timedelta(hours=1)


def test_a_day_is_due_at_its_end_on_the_firms_clock(person, acme):
    acme.time_zone = "Asia/Tehran"
    person.birthday = date(2026, 12, 1)
    with state.using(state.for_tenant(acme)):
        due = steps.due_at(person, {"field": "birthday"})
    assert due == datetime(2026, 12, 1, 23, 59, 59, tzinfo=ZoneInfo("Asia/Tehran"))


def test_an_empty_field_does_not_lose_the_work(person):
    due = steps.due_at(person, {"field": "birthday", "otherwise": 60})
    assert timedelta(minutes=59) < due - timezone.now() <= timedelta(minutes=60)


def test_a_day_of_the_workspaces_own_fields_counts_until_it_retires(person, acme, owner):
    field = add_field(registry.get("contact"), kind="day", name="Guarantee ends", by=owner)
    due = {"field": field.key, "minutes": 24 * 60, "otherwise": 60}
    assert steps.due_at(person, due) - timezone.now() < timedelta(hours=2)
    person.custom = {field.key: "2026-12-01"}
    with state.using(state.for_tenant(acme)):
        midnight = datetime(2026, 12, 2, 23, 59, 59, tzinfo=ZoneInfo(acme.time_zone))
        assert steps.due_at(person, due) == midnight
    steps.notify(person, {"recipient": "owner", "text": "Ends {date}", "field": field.key}, by=RULE, step=STEP)
    assert Notification.objects.get().data["date"] == "2026-12-01"
    retire_field(field, by=owner)
    assert steps.due_at(person, due) - timezone.now() < timedelta(hours=2)


def test_a_field_that_does_not_exist_is_said_in_words(person):
    with pytest.raises(CannotDo, match="visit_on"):
        steps.due_at(person, {"field": "visit_on"})


def test_a_task_speaks_the_firms_language(person, acme):
    subject = {"ar": "اتصل", "en": "Call"}
    with state.using(state.for_tenant(acme, language="ar")):
        made = steps.create_task(person, {"subject": subject}, by=RULE, step=STEP)
    assert steps.Task.objects.get(pk=made["task"]).subject == "اتصل"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Fit the windows", "Fit the windows · Noura Al-Harbi · 1 Dec 2030"),
        ("Fit {record} by {date}", "Fit Noura Al-Harbi by 1 Dec 2030"),
        ({"en": "For {record}", "ar": "{record}"}, "For Noura Al-Harbi · 1 Dec 2030"),
    ],
)
def test_people_are_told_with_the_record_and_the_date(person, manager, text, expected):
    person.birthday = date(2030, 12, 1)
    steps.notify(person, {"recipient": "manager", "text": text, "field": "birthday"}, by=RULE, step=STEP)
    told = Notification.objects.get()
    assert (told.member, told.kind, sentence(told)) == (manager, "rule.told", expected)


def test_the_date_is_written_in_each_readers_calendar(person, manager, acme):
    person.birthday = date(2026, 3, 21)
    steps.notify(person, {"text": "x {date}", "field": "birthday"}, by=RULE, step=STEP)
    manager.calendar, manager.language = "jalali", "fa"
    with state.using(state.for_member(manager)):
        assert "۱ فروردین" in sentence(Notification.objects.get())


def test_a_template_that_is_gone_is_said_in_words(person):
    with pytest.raises(CannotDo, match="template"):
        steps.make_document(person, {"template": 404}, by=RULE, step=STEP)


def test_working_time_is_that_of_the_assignees_team(person, owner, team):
    always, never = [[[0, 1440]]] * 7, [[]] * 7
    set_hours(week=never, by=owner)
    set_hours(week=always, team=team, by=owner)
    due = steps.due_at(person, {"minutes": 120, "working": True}, team_id=team.pk)
    assert timedelta(minutes=119) < due - timezone.now() <= timedelta(minutes=120)
    with pytest.raises(CannotDo):
        steps.due_at(person, {"minutes": 120, "working": True})


def test_whole_days_of_working_time_are_working_days(person, owner):
    tomorrow = timezone.localdate() + timedelta(days=1)
    week = [[[0, 1440]] if day == tomorrow.weekday() else [] for day in range(7)]
    set_hours(week=week, by=owner)
    due = steps.due_at(person, {"minutes": 24 * 60, "working": True})
    assert (timezone.localdate(due) - tomorrow).days == 7


def test_a_field_may_be_followed_by_working_time(person, owner):
    set_hours(week=[[[540, 1020]]] * 7, by=owner)
    person.custom["visit_at"] = datetime(2026, 11, 21, 16, 0, tzinfo=UTC).isoformat()
    due = steps.due_at(person, {"field": "visit_at", "minutes": 120, "working": True})
    assert due == datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    assert steps.due_at(person, {"field": "visit_at", "working": True}) == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
