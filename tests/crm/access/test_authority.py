"""Nobody hands out more than they hold."""

import pytest
from django.core.exceptions import PermissionDenied

from crm.access.authority import covers, require_authority, roles_in_reach
from crm.access.catalogue import ACTIONS, PRESETS
from crm.access.models import Role


def role(key="custom", rights=(), **grants):
    return Role(key=key, grants=grants, rights=list(rights))


def scopes(**actions):
    return dict.fromkeys(ACTIONS, "none") | actions


def shipped(key):
    return Role(key=key, grants=PRESETS[key]["grants"], rights=PRESETS[key]["rights"])


@pytest.mark.parametrize("key", PRESETS)
def test_the_owner_covers_every_role(key):
    assert covers(shipped("owner"), shipped(key))


@pytest.mark.parametrize("key", [key for key in PRESETS if key != "owner"])
def test_no_role_covers_the_owners_even_with_equal_rights(key):
    assert not covers(shipped(key), shipped("owner"))
    assert not covers(role(key, PRESETS["owner"]["rights"], **PRESETS["owner"]["grants"]), shipped("owner"))


@pytest.mark.parametrize("key", PRESETS)
def test_a_role_covers_itself(key):
    assert covers(shipped(key), shipped(key))


def test_a_manager_covers_a_rep_but_not_a_reader_of_everything():
    assert covers(shipped("manager"), shipped("rep"))
    assert not covers(shipped("manager"), shipped("reader"))
    assert not covers(shipped("rep"), shipped("manager"))


def test_one_wider_action_of_one_type_is_enough_to_refuse():
    mine = role(**{"*": scopes(see="all", edit="team")})
    assert covers(mine, role(**{"*": scopes(see="team")}))
    assert not covers(mine, role(**{"*": scopes(see="team"), "contact": scopes(edit="all")}))


def test_a_type_that_only_one_names_is_measured_by_the_others_rest():
    narrow = role(**{"*": scopes(see="all"), "contact": scopes(see="own")})
    assert not covers(narrow, role(**{"*": scopes(see="team")}))
    assert covers(role(**{"*": scopes(see="team")}), role(**{"*": scopes(), "contact": scopes(see="team")}))


def test_a_right_that_one_lacks_is_out_of_reach():
    assert not covers(role(rights=["members"]), role(rights=["settings"]))
    assert covers(role(rights=["members", "settings"]), role(rights=["settings"]))


def test_an_unset_role_covers_nothing_but_nothing():
    assert covers(role(), role())
    assert not covers(role(), role(**{"*": scopes(see="own")}))


def test_roles_in_reach_and_the_refusal_agree(owner, manager):
    assert [one.key for one in roles_in_reach(owner)] == ["owner", "manager", "rep", "agent", "reader"]
    assert [one.key for one in roles_in_reach(manager)] == ["manager", "rep"]
    require_authority(manager, *roles_in_reach(manager))
    with pytest.raises(PermissionDenied):
        require_authority(manager, manager.role, owner.role)
