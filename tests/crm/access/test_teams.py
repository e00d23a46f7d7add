"""Who answers for whom."""

from crm.access.actions import define_function, give_functions
from crm.access.models import Team
from crm.access.teams import active_members, managers_of, members_with
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
    assert list(members_with("surveyor")) == [rep, agent]
    Member.objects.filter(pk=rep.pk).update(active=False)
    assert list(members_with("surveyor")) == [agent]
    assert rep not in active_members()


def test_a_function_is_defined_once(acme):
    first = define_function(key="surveyor", name="Surveyor")
    again = define_function(key="surveyor", name="Other")
    assert (first.pk, again.name) == (again.pk, "Surveyor")
