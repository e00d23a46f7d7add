"""What can be done to any record: once, told once, and by whom."""

from datetime import timedelta

import pytest

from crm.events.models import Event
from crm.records.actions import add_tag, assign, change, delete, remove_tag, restore, touch
from tests import make


@pytest.fixture
def company(rep):
    return make.company("Rimal", by=rep, tags=["old"])


def events(*kinds):
    return list(Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True))


def test_only_what_differs_is_written_and_told(company, rep):
    change(company, city="Riyadh", industry="", by=rep)
    [event] = Event.objects.filter(kind="company.updated")
    assert event.data["changes"] == {"city": ["", "Riyadh"]}
    assert change(company, city="Riyadh", by=rep).city == "Riyadh"
    assert Event.objects.filter(kind="company.updated").count() == 1


def test_a_change_of_a_stale_copy_does_not_undo_anothers(company, rep):
    stale = type(company).objects.get(pk=company.pk)
    change(company, city="Riyadh", by=rep)
    change(stale, industry="Hotels", by=rep)
    company.refresh_from_db()
    assert (company.city, company.industry) == ("Riyadh", "Hotels")


def test_assigning_moves_the_team_and_is_told_with_both_names(company, rep, owner, team):
    assign(company, to=owner, by=owner)
    company.refresh_from_db()
    assert (company.owner, company.team_id) == (owner, None)
    data = Event.objects.get(kind="company.assigned").data
    assert (data["before"], data["before_id"], data["to"], data["to_id"]) == (
        "Rami Rep", rep.pk, "Olivia Owner", owner.pk,
    )  # fmt: skip


def test_assigning_to_whom_it_belongs_is_nothing(company, rep):
    assign(company, to=rep, by=rep)
    assert events("company.assigned") == []


def test_tags_are_put_on_and_taken_off_once(company, rep):
    for _ in range(2):
        add_tag(company, tag="  very   important ", by=rep)
    for _ in range(2):
        remove_tag(company, tag="old", by=rep)
    add_tag(company, tag="   ", by=rep)
    company.refresh_from_db()
    assert company.tags == ["very important"]
    assert events("company.tagged", "company.untagged") == ["company.tagged", "company.untagged"]


def test_deleting_and_restoring_twice_is_told_once_each(company, rep):
    for act in (delete, delete, restore, restore):
        act(company, by=rep)
    assert events("company.deleted", "company.restored") == ["company.deleted", "company.restored"]
    company.refresh_from_db()
    assert company.deleted_at is None


def test_activity_is_written_at_most_once_a_minute(company):
    model, before = type(company), company.last_activity_at
    for seconds, moved in ((30, False), (61, True), (90, False)):
        at = before + timedelta(seconds=seconds)
        touch(model, [company.pk], at)
        company.refresh_from_db()
        assert (company.last_activity_at == at) == moved


def test_activity_never_goes_back(company):
    at = company.last_activity_at
    touch(type(company), [company.pk], at - timedelta(days=1))
    company.refresh_from_db()
    assert company.last_activity_at == at
