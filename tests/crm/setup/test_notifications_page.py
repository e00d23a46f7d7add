"""The page on which a member chooses what reaches them."""

from datetime import time

import pytest

from crm.access.models import Role
from crm.notify.kinds import KINDS
from crm.notify.models import Preference
from crm.notify.preferences import goes_by, preference_of
from crm.setup.workspaces.forms import WEEKDAYS
from crm.tenants.models import Tenant
from tests.conftest import MemberClient

PAGE = "/settings/notifications/"


@pytest.fixture
def client(rep):
    return MemberClient(rep)


def shown(client):
    """What a browser would send back of the page as it was shown."""
    form = client.get(PAGE).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def test_saving_as_shown_changes_nothing(client, rep):
    assert client.post(PAGE, shown(client)).status_code == 302
    preference = Preference.objects.get(member=rep)
    assert (preference.choices, preference.quiet_from, preference.quiet_days) == ({}, None, [])


def test_every_choice_is_kept_and_shown(client, rep):
    wanted = [each for each in shown(client)["wanted"] if each != "task.overdue:mail"] + ["task.due:mail"]
    values = {
        "wanted": wanted, "quiet_from": "22:00", "quiet_to": "06:30", "quiet_days": ["4", "5"], "digest_at": "08:00",
    }  # fmt: skip
    assert client.post(PAGE, values).status_code == 302
    preference = preference_of(rep)
    assert (preference.quiet_from, preference.quiet_to, preference.digest_at) == (time(22), time(6, 30), time(8))
    assert preference.quiet_days == [4, 5]
    assert goes_by(preference, "task.due", "mail")
    assert not goes_by(preference, "task.overdue", "mail")
    again = shown(client)
    assert sorted(again["wanted"]) == sorted(wanted)
    assert (again["quiet_from"], again["digest_at"], again["quiet_days"]) == ("22:00", "08:00", [4, 5])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quiet_from": "22:00"}, "quiet_to"),
        ({"quiet_to": "07:00"}, "quiet_from"),
        ({"quiet_from": "07:00", "quiet_to": "07:00"}, "quiet_to"),
        ({"quiet_days": [str(day) for day, _name in WEEKDAYS]}, "quiet_days"),
        ({"quiet_days": ["7"]}, "quiet_days"),
        ({"quiet_from": "25:00", "quiet_to": "07:00"}, "quiet_from"),
        ({"digest_at": "8"}, "digest_at"),
        ({"wanted": ["unknown.kind:bell"]}, "wanted"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(client, values, field):
    answer = client.post(PAGE, shown(client) | values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Preference.objects.exists()


def test_what_one_typed_stays_when_something_is_wrong(client):
    form = client.post(PAGE, {"wanted": ["task.due:mail"], "quiet_from": "22:00"}).context["form"]
    ticked = [value for _title, kinds in form.groups() for *_kind, ways in kinds for _way, value, on in ways if on]
    assert (ticked, form["quiet_from"].value()) == (["task.due:mail"], "22:00")


def test_only_kinds_that_can_reach_one_are_offered_and_others_are_kept(client, rep, owner):
    page = client.get(PAGE).content.decode()
    assert "member.left:bell" not in page
    assert "member.left:bell" in MemberClient(owner).get(PAGE).content.decode()
    client.post(PAGE, {"wanted": []})
    assert goes_by(preference_of(rep), "member.left", "mail") == KINDS["member.left"].mail
    Role.objects.filter(pk=rep.role_id).update(rights=["members"])
    assert "member.left:mail" in client.get(PAGE).content.decode()


def test_the_week_begins_where_it_does_for_the_reader(client, acme):
    Tenant.objects.filter(pk=acme.pk).update(week_start=5)
    days = client.get(PAGE).context["form"].fields["quiet_days"].choices
    assert [day for day, _name in days] == [5, 6, 0, 1, 2, 3, 4]


def test_each_box_is_named_by_its_row_and_column(client):
    page = client.get(PAGE).content.decode()
    assert 'aria-labelledby="kind-1-1 way-bell"' in page
    assert 'id="kind-1-1"' in page
    assert 'id="way-mail"' in page


def test_the_notices_lead_here(client):
    assert PAGE in client.get("/notices/").content.decode()
