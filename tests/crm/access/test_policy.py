"""Scopes and shares: one predicate for a list, and the same answer for a single record."""

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from contacts.people.models import Contact
from crm.access import shares
from crm.access.catalogue import ACTIONS, PRESETS, SCOPES, SYSTEM_RIGHTS
from crm.access.models import Role
from crm.access.policy import can, predicate, require, scope_of, visible_to, ways
from crm.access.sharing import share, share_at_least, shared_with, unshare
from crm.tenants.models import Member
from tests import make

ON_RECORDS = ("see", "edit", "delete", "export", "assign")


def with_scope(member, action, scope):
    """The member as somebody whose role gives `scope` for `action` on contacts, and nothing else."""
    row = dict.fromkeys(ACTIONS, "none") | {action: scope}
    member.role = Role(key="custom", grants={"*": dict.fromkeys(ACTIONS, "none"), "contact": row}, rights=[])
    return member


@pytest.fixture
def contacts(owner, rep, other_rep, agent):
    """One of the rep's own, one of the same team, one of nobody's team, one of nobody's at all."""
    mine, team_mates, strangers = (make.contact(by=who) for who in (rep, other_rep, agent))
    ownerless = make.contact(by=owner)
    Contact.objects.filter(pk=ownerless.pk).update(owner=None, team=None)
    ownerless.refresh_from_db()
    return {"own": mine, "team": team_mates, "other": strangers, "nobody": ownerless}


EXPECTED = {
    "none": set(), "own": {"own"}, "team": {"own", "team"}, "tree": {"own", "team"},
    "all": {"own", "team", "other", "nobody"},
}  # fmt: skip


@pytest.mark.parametrize(("action", "scope"), itertools.product(ON_RECORDS, SCOPES))
def test_a_scope_reaches_so_far_in_a_list_and_for_one(contacts, rep, action, scope):
    member = with_scope(rep, action, scope)
    found = {contact.pk for contact in visible_to(Contact.objects.all(), member, action)}
    assert found == {contacts[name].pk for name in EXPECTED[scope]}
    single = {name for name, contact in contacts.items() if can(member, f"contact.{action}", contact)}
    assert single == EXPECTED[scope]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("action", ("see", "edit", "delete"))
def test_every_row_that_one_may_reach_is_reached_one_way(contacts, rep, action, scope):
    share(contacts["other"], rep, "edit")
    share(contacts["own"], rep, "edit")
    share(contacts["team"], rep, "edit")
    member = with_scope(rep, action, scope)
    reached = [contact.pk for way in ways(Contact, member, action) for contact in Contact.objects.filter(way)]
    visible = {contact.pk for contact in visible_to(Contact.objects.all(), member, action)}
    assert sorted(reached) == sorted(visible)


@pytest.mark.parametrize("scope", SCOPES)
def test_ones_own_are_those_of_the_visible_that_one_owns(contacts, rep, scope):
    member = with_scope(rep, "see", scope)
    mine = {contact.pk for contact in visible_to(Contact.objects.all(), member, mine=True)}
    assert mine == {contact.pk for contact in visible_to(Contact.objects.all(), member).filter(owner=rep)}
    assert mine == (set() if scope == "none" else {contacts["own"].pk})


def test_the_owner_of_a_record_in_no_team_does_not_share_it_with_the_teamless(owner, agent, reader):
    """No team is not a team."""
    contact = make.contact(by=agent)
    assert contact.team_id is None
    teamless = with_scope(reader, "see", "team")
    assert not can(teamless, "contact.see", contact)
    assert not visible_to(Contact.objects.all(), teamless).filter(pk=contact.pk).exists()


def test_a_record_that_changed_hands_follows_its_owner(rep, other_rep, owner):
    contact = make.contact(by=rep)
    Contact.objects.filter(pk=contact.pk).update(owner=other_rep)
    contact.refresh_from_db()
    mine = with_scope(rep, "see", "own")
    assert not can(mine, "contact.see", contact)
    assert contact not in visible_to(Contact.objects.all(), mine)


def test_deleted_records_are_in_no_list(contacts, owner):
    Contact.objects.filter(pk=contacts["own"].pk).update(deleted_at="2026-01-01T00:00Z")
    assert contacts["own"] not in visible_to(Contact.objects.all(), owner)


def test_a_role_that_says_nothing_allows_nothing(rep, contacts):
    rep.role = Role(key="custom", grants={}, rights=[])
    assert scope_of(rep, "contact", "see") == "none"
    assert not visible_to(Contact.objects.all(), rep).exists()
    assert not any(can(rep, right) for right in SYSTEM_RIGHTS)


def test_a_type_that_is_not_named_is_as_the_rest(rep):
    rep.role = Role(key="custom", grants={"*": {"see": "team"}, "contact": {"see": "own"}}, rights=[])
    assert [scope_of(rep, key, "see") for key in ("contact", "company")] == ["own", "team"]


def test_a_named_type_takes_nothing_from_the_rest(rep):
    rep.role = Role(key="custom", grants={"*": {"delete": "all"}, "contact": {"see": "own"}}, rights=[])
    assert scope_of(rep, "contact", "delete") == "none"


def test_without_a_record_the_question_is_whether_at_all(rep):
    assert can(with_scope(rep, "edit", "own"), "contact.edit")
    assert not can(rep, "contact.delete")


@pytest.mark.parametrize("right", SYSTEM_RIGHTS)
def test_system_rights_are_had_or_not(rep, right):
    rep.role = Role(key="custom", grants={}, rights=[right])
    assert can(rep, right)
    require(rep, right)
    rep.role.rights = []
    with pytest.raises(PermissionDenied):
        require(rep, right)


def test_an_unknown_right_is_had_by_nobody(owner):
    assert not can(owner, "everything")


def test_whoever_reaches_all_is_not_slowed_by_a_condition(owner):
    assert predicate(Contact, owner) is None


@pytest.mark.parametrize("key", PRESETS)
def test_shipped_roles_speak_of_known_actions_and_scopes_only(key):
    for row in PRESETS[key]["grants"].values():
        assert set(row) == set(ACTIONS)
        assert set(row.values()) <= set(SCOPES)
    assert set(PRESETS[key]["rights"]) <= set(SYSTEM_RIGHTS)


@pytest.mark.parametrize("key", PRESETS)
def test_what_may_be_changed_may_be_seen(key):
    """A role that edits what it cannot see would find out about it by error messages."""
    for row in PRESETS[key]["grants"].values():
        for action in ("edit", "delete", "export", "assign"):
            assert SCOPES.index(row[action]) <= SCOPES.index(row["see"])


class TestShares:
    def test_a_share_opens_one_record_to_one_person(self, contacts, rep, agent, other_rep):
        contact = contacts["other"]
        share(contact, rep)
        assert can(rep, "contact.see", contact)
        assert contact in visible_to(Contact.objects.all(), rep)
        assert not can(rep, "contact.edit", contact)
        assert not can(with_scope(other_rep, "see", "own"), "contact.see", contact)

    def test_a_share_to_edit_opens_both(self, contacts, rep):
        contact = contacts["other"]
        share(contact, rep, "edit")
        assert can(rep, "contact.see", contact)
        assert can(rep, "contact.edit", contact)
        assert contact in visible_to(Contact.objects.all(), rep, "edit")

    @pytest.mark.parametrize("action", ["delete", "export", "assign"])
    def test_a_share_never_lets_anybody_delete_or_take_away(self, contacts, rep, action):
        share(contacts["other"], rep, "edit")
        member = with_scope(rep, action, "own")
        assert not can(member, f"contact.{action}", contacts["other"])
        assert contacts["other"] not in visible_to(Contact.objects.all(), member, action)

    def test_a_share_works_even_where_a_role_sees_nothing(self, contacts, rep):
        share(contacts["other"], rep)
        member = with_scope(rep, "see", "none")
        assert list(visible_to(Contact.objects.all(), member)) == [contacts["other"]]
        assert can(member, "contact.see", contacts["other"])

    def test_a_share_with_a_team_opens_to_those_in_it_and_their_leaders(self, contacts, rep, agent, manager, reader):
        north = make.team("North", manager=reader)
        agent.team = north
        agent.save()
        share(contacts["own"], north, "edit")
        alone = with_scope(agent, "see", "own")
        assert can(alone, "contact.see", contacts["own"])
        assert contacts["own"] in visible_to(Contact.objects.all(), with_scope(reader, "edit", "own"), "edit")
        assert contacts["own"] not in visible_to(Contact.objects.all(), with_scope(manager, "see", "own"))

    def test_a_share_that_is_over_opens_nothing(self, contacts, rep):
        share(contacts["other"], rep, "edit", until=timezone.now() + timedelta(minutes=1))
        assert can(rep, "contact.edit", contacts["other"])
        share(contacts["other"], rep, "edit", until=timezone.now() - timedelta(minutes=1))
        assert not can(rep, "contact.edit", contacts["other"])
        assert contacts["other"] not in visible_to(Contact.objects.all(), rep)

    def test_sharing_again_replaces_what_was(self, contacts, rep):
        share(contacts["other"], rep, "edit")
        share(contacts["other"], rep, "see")
        assert not can(rep, "contact.edit", contacts["other"])
        assert can(rep, "contact.see", contacts["other"])

    def test_what_is_made_sure_of_narrows_nothing(self, contacts, rep):
        share(contacts["other"], rep, "edit", until=timezone.now() - timedelta(minutes=1))
        share_at_least(contacts["other"], rep)
        assert can(rep, "contact.see", contacts["other"])
        assert not can(rep, "contact.edit", contacts["other"])

    def test_sharing_twice_is_sharing_once(self, contacts, rep):
        share(contacts["other"], rep)
        share(contacts["other"], rep)
        assert list(shared_with(contacts["other"])) == [rep.user_id]

    def test_a_share_is_taken_back(self, contacts, rep):
        share(contacts["other"], rep, "edit")
        unshare(contacts["other"], rep)
        assert not can(rep, "contact.see", contacts["other"])
        assert list(shared_with(contacts["other"])) == []


def test_a_predicate_counts_its_own_queries(contacts, rep, django_assert_num_queries):
    member = Member.objects.select_related("role").get(pk=rep.pk)
    list(visible_to(Contact.objects.all(), member))  # the permission's id is looked up once a process
    with django_assert_num_queries(1):
        list(visible_to(Contact.objects.all(), member))


@pytest.mark.parametrize("few", [500, 0])
def test_a_request_asks_once_for_what_is_shared(contacts, rep, django_assert_num_queries, monkeypatch, few):
    monkeypatch.setattr(shares, "FEW", few)
    shares._ask.cache_clear()
    share(contacts["other"], rep, "see")
    share(contacts["nobody"], rep.team, "edit", until=timezone.now() + timedelta(days=1))
    share(contacts["team"], rep, "see", until=timezone.now() - timedelta(days=1))
    member, as_before = with_scope(rep, "see", "own"), set(visible_to(Contact.objects.all(), rep))
    assert as_before == {contacts["own"], contacts["other"], contacts["nobody"]}
    member.kept = {}
    predicate(Contact, member)
    with django_assert_num_queries(1):
        assert set(visible_to(Contact.objects.all(), member)) == as_before
    assert ("id__in" in str(predicate(Contact, member))) == bool(few)  # of many, no ids stand in the statement
    shares._ask.cache_clear()
