import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.access.models import Team
from crm.events.models import Event
from crm.setup.members.actions import change_team, close_team, open_team
from crm.tenants.models import Member
from tests import make


def test_a_manager_joins_the_new_team(owner, rep):
    team = open_team(name="North", manager=rep, by=owner)
    assert (team.manager, Member.objects.get(pk=rep.pk).team) == (rep, team)
    assert Event.objects.filter(kind="team.opened", record_id=team.pk, actor_id=owner.pk).exists()


def test_a_name_is_used_once_whatever_its_case(owner, team):
    with pytest.raises(ValidationError, match="of this name"):
        open_team(name="SALES", by=owner)


def test_a_team_is_renamed_and_given_a_manager(owner, team, rep):
    change_team(team, name="Sales North", manager=rep, by=owner)
    again = Team.objects.get(pk=team.pk)
    assert (again.name, again.manager_id) == ("Sales North", rep.pk)


def test_saving_unchanged_is_no_event(owner, team, manager):
    before = Event.objects.count()
    change_team(team, name="Sales", manager=manager, by=owner)
    assert Event.objects.count() == before


def test_nobody_manages_two_teams(owner, manager):
    with pytest.raises(ValidationError, match="manages Sales"):
        open_team(name="North", manager=manager, by=owner)


def test_a_team_with_members_is_not_deleted(owner, team):
    with pytest.raises(ValidationError, match="Move the members"):
        close_team(team, by=owner)


def test_an_empty_team_goes_and_its_records_stay(owner):
    team = make.team("North")
    contact = make.contact(by=owner)
    type(contact).objects.filter(pk=contact.pk).update(team=team)
    close_team(team, by=owner)
    contact.refresh_from_db()
    assert (contact.team_id, contact.owner_id) == (None, owner.pk)
    assert Event.objects.filter(kind="team.closed").exists()


@pytest.mark.parametrize("member", ["manager", "rep", "agent", "reader"])
def test_only_those_who_manage_members_shape_teams(request, owner, team, member):
    by = request.getfixturevalue(member)
    for action in (
        lambda: open_team(name="North", by=by),
        lambda: change_team(team, name="South", by=by),
        lambda: close_team(team, by=by),
    ):
        with pytest.raises(PermissionDenied):
            action()
