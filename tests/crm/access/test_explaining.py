"""Why somebody sees a record: what is said agrees with what the database answers, for everybody and everything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.people.models import Contact
from crm.access.catalogue import ACTIONS, SCOPES
from crm.access.explaining import ALL, BELOW, OWNER, SHARED, SHARED_WITH_TEAM, TEAM, Explanation
from crm.access.models import Deputy, Role, Team
from crm.access.policy import can, visible_to
from crm.access.sharing import share
from tests import make


@pytest.fixture
def firm(owner, manager, rep, other_rep, agent, reader, team):
    """A tree of teams, records of each, and shares of every sort."""
    below = Team.objects.create(name="North", parent=team)
    agent.team = below
    agent.save()
    Deputy.objects.create(team=below, member=reader)
    records = [make.contact(by=who) for who in (owner, manager, rep, other_rep, agent, reader)]
    share(records[0], rep, "edit", by=owner)
    share(records[1], below, "see", until=timezone.now() + timedelta(days=1), by=manager)
    share(records[2], agent, "edit", until=timezone.now() - timedelta(days=1), by=rep)
    return records


def with_scope(member, scope):
    member.role = Role(key="any", grants={"*": dict.fromkeys(ACTIONS, scope)}, rights=[])
    return member


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("action", ["see", "edit", "delete"])
def test_what_is_said_is_what_is_so(firm, manager, rep, other_rep, agent, reader, scope, action):
    for member in (manager, rep, other_rep, agent, reader):
        with_scope(member, scope)
        visible = {record.pk for record in visible_to(Contact.objects.all(), member, action)}
        for record in firm:
            said = bool(Explanation(record).reasons(member, action))
            assert said == (record.pk in visible) == can(member, f"contact.{action}", record), (member, record)


def kinds(record, member):
    return [reason.kind for reason in Explanation(record).reasons(member)]


def test_each_way_in_has_its_name(firm, owner, manager, rep, agent, reader):
    of_owner, of_manager, of_rep, _of_other, of_agent, _of_reader = firm
    assert kinds(of_rep, owner) == [ALL]
    assert kinds(of_rep, with_scope(rep, "own")) == [OWNER]
    assert kinds(of_owner, rep) == [SHARED]
    assert kinds(of_rep, with_scope(manager, "team")) == [TEAM]
    assert kinds(of_agent, with_scope(manager, "tree")) == [BELOW]
    assert kinds(of_manager, with_scope(agent, "own")) == [SHARED_WITH_TEAM]
    assert kinds(of_manager, with_scope(reader, "own")) == [SHARED_WITH_TEAM]


def test_many_are_explained_in_a_few_statements(firm, owner, manager, rep, agent, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        why = Explanation(firm[0])
        for member in (owner, manager, rep, agent):
            why.reasons(member)
