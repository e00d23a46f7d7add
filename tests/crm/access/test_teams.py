"""Who answers for whom."""

from crm.access.actions import define_function, give_functions
from crm.access.models import Deputy, Team
from crm.access.teams import Reach, active_members, ancestors, managers_of, members_with, reach_of, with_descendants
from crm.tenants.models import Member
from tests import make


def test_a_member_answers_to_the_teams_manager(rep, manager):
    assert managers_of(rep) == [manager]


def test_a_manager_answers_to_the_owners(manager, owner):
    assert managers_of(manager) == [owner]


def test_without_a_team_one_answers_to_the_owners(agent, owner):
    second = make.member(by=owner, role="owner")
    assert managers_of(agent) == [owner, second]


def test_a_manager_who_left_answers_for_nobody(rep, manager, owner):
    Member.objects.filter(pk=manager.pk).update(active=False)
    assert managers_of(Member.objects.select_related("team").get(pk=rep.pk)) == [owner]


def test_a_team_without_a_manager_answers_to_the_owners(rep, owner):
    Team.objects.update(manager=None)
    assert managers_of(Member.objects.select_related("team").get(pk=rep.pk)) == [owner]


def test_the_only_owner_answers_to_themselves(owner):
    assert managers_of(owner) == [owner]


def test_functions_are_held_by_the_active_only(owner, rep, agent):
    define_function(key="surveyor", name="Surveyor", names={"ar": "مسّاح"})
    for member in (rep, agent):
        give_functions(member, ["surveyor", "unknown"])
    assert list(members_with("surveyor")) == sorted((rep, agent), key=lambda member: member.pk)
    Member.objects.filter(pk=rep.pk).update(active=False)
    assert list(members_with("surveyor")) == [agent]
    assert rep not in active_members()


def test_a_function_is_defined_once(acme):
    first = define_function(key="surveyor", name="Surveyor")
    again = define_function(key="surveyor", name="Other")
    assert (first.pk, again.name) == (again.pk, "Surveyor")


def test_who_manages_a_team_reaches_those_below_it(manager, team, rep):
    north = Team.objects.create(name="North", parent=team)
    far = Team.objects.create(name="Far north", parent=north)
    other = Team.objects.create(name="South")
    assert reach_of(manager) == Reach(own=frozenset({team.pk}), below=frozenset({team.pk, north.pk, far.pk}))
    assert other.pk not in reach_of(rep).below


def test_one_manages_more_than_the_team_one_sits_in(manager, team):
    south = Team.objects.create(name="South", manager=manager)
    assert reach_of(manager).own == {team.pk, south.pk}


def test_a_deputy_reaches_what_the_manager_does(agent, team):
    Deputy.objects.create(team=team, member=agent)
    assert reach_of(agent).own == {team.pk}


def test_the_reach_is_asked_for_once_a_request(manager, django_assert_num_queries):
    manager.kept = {}
    with django_assert_num_queries(1):
        reach_of(manager)
        reach_of(manager)


def test_a_ring_of_teams_is_walked_once():
    parents = {1: 3, 2: 1, 3: 2}
    assert with_descendants({1}, parents) == {1, 2, 3}
    assert ancestors(1, parents) == [3, 2, 1]


def test_in_the_managers_place_the_deputies_answer(rep, manager, team, agent, reader):
    for member in (agent, reader):
        Deputy.objects.create(team=team, member=member)
    assert managers_of(manager) == [agent, reader]
    Member.objects.filter(pk=manager.pk).update(active=False)
    assert managers_of(Member.objects.select_related("team").get(pk=rep.pk)) == [agent, reader]


def test_where_nobody_leads_the_team_above_answers(rep, team, manager, reader):
    Team.objects.filter(pk=team.pk).update(parent=Team.objects.create(name="Firm", manager=reader), manager=None)
    assert managers_of(Member.objects.select_related("team").get(pk=rep.pk)) == [reader]
