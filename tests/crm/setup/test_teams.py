import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from crm.access.models import Team
from crm.events.models import Event
from crm.setup.teams.actions import change_team, close_team, open_team
from crm.setup.teams.queries import tree
from crm.tenants.models import Member
from tests import make


def test_a_manager_who_sits_nowhere_joins_the_new_team(owner, agent):
    team = open_team(name="North", manager=agent, by=owner)
    assert (team.manager, Member.objects.get(pk=agent.pk).team) == (agent, team)
    assert Event.objects.filter(kind="team.opened", record_id=team.pk, actor_id=owner.pk).exists()


def test_a_manager_may_lead_more_than_one_team_and_stays_where_they_sit(owner, manager, team):
    north = open_team(name="North", manager=manager, by=owner)
    assert (north.manager, Member.objects.get(pk=manager.pk).team) == (manager, team)


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


def test_deputies_are_exactly_those_named(owner, team, manager, rep, agent):
    change_team(team, name="Sales", manager=manager, deputies=[rep, agent], by=owner)
    change_team(team, name="Sales", manager=manager, deputies=[agent], by=owner)
    assert [each.member for each in team.deputies.all()] == [agent]


def test_a_team_is_moved_under_another_and_never_under_itself(owner, team):
    north = open_team(name="North", parent=team, by=owner)
    far = open_team(name="Far", parent=north, by=owner)
    for below in (team, north, far):
        with pytest.raises(ValidationError, match="stands below"):
            change_team(team, name="Sales", parent=below, by=owner)
    change_team(far, name="Far", parent=team, by=owner)
    assert Team.objects.get(pk=far.pk).parent == team


def test_the_teams_under_one_that_goes_go_to_the_one_above(owner, team):
    north = open_team(name="North", parent=team, by=owner)
    far = open_team(name="Far", parent=north, by=owner)
    close_team(north, by=owner)
    assert Team.objects.get(pk=far.pk).parent == team


def test_teams_are_read_as_a_tree(owner, team, django_assert_num_queries):
    north = open_team(name="North", parent=team, by=owner)
    open_team(name="Alpha", by=owner)
    with django_assert_num_queries(2):
        branches = [(branch.team.name, branch.depth) for branch in tree()]
    assert branches == [("Alpha", 0), ("Sales", 0), (north.name, 1)]


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


def test_a_team_is_called_as_each_reader_says_it_and_listed_so(client_for, owner, team):
    values = {"name": "North", "name_ar": "أ الشمال", "name_fa": "", "parent": "", "manager": ""}
    client = client_for(owner)
    assert client.post("/settings/teams/new/", values).status_code == 302
    north = Team.objects.get(name="North")
    assert north.names == {"en": "North", "ar": "أ الشمال"}
    change_team(team, name="Sales", names={"ar": "ب المبيعات"}, by=owner)
    owner.language = "ar"
    owner.save()
    page = client.get("/settings/members/").content.decode()
    assert page.rindex("أ الشمال") < page.rindex("ب المبيعات")
    for path in (f"/settings/teams/{north.pk}/", "/settings/members/"):
        assert "أ الشمال" in client.get(path).content.decode()
    answer = client.post("/settings/teams/new/", {"name": "Far", "name_ar": "أ الشمال"})
    assert set(answer.context["form"].errors) == {"name_ar"}
    close_team(north, by=owner)
