"""What a role lets its members do, and who may change that."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from contacts.people.models import Contact
from crm.access.catalogue import PRESETS
from crm.access.models import Role
from crm.access.policy import can, visible_to
from crm.events.models import Event
from crm.setup.roles.actions import change_role_rights, restore_role
from crm.tenants.models import Member
from tests import make

ALL = dict.fromkeys(("see", "create", "edit", "delete", "export", "assign"), "all")
OWN = ALL | dict.fromkeys(("see", "edit", "delete", "export", "assign"), "own")


def again(member):
    """The member as the next request finds them."""
    return Member.objects.select_related("role", "team").get(pk=member.pk)


def with_rights(key, *rights):
    role = Role.objects.get(key=key)
    role.rights = list(rights)
    role.save()
    return role


def test_a_wider_scope_shows_more_with_the_next_request(owner, rep):
    make.contact(by=owner)
    mine = make.contact(by=rep)
    assert list(visible_to(Contact.objects.all(), rep)) == [mine]
    change_role_rights(rep.role, grants={"*": OWN, "contact": ALL}, rights=[], by=owner)
    assert visible_to(Contact.objects.all(), again(rep)).count() == 2


def test_a_right_is_given_and_taken(owner, rep):
    change_role_rights(rep.role, grants={"*": OWN}, rights=["import"], by=owner)
    assert can(again(rep), "import")
    change_role_rights(rep.role, grants={"*": OWN}, rights=[], by=owner)
    assert not can(again(rep), "import")


def test_the_event_says_from_what_to_what(owner, rep):
    before = rep.role.grants
    change_role_rights(rep.role, grants={"*": OWN}, rights=["import"], by=owner)
    event = Event.objects.get(kind="role.changed")
    assert event.data["from"] == {"grants": before, "rights": []}
    assert event.data["to"] == {"grants": {"*": OWN}, "rights": ["import"]}


def test_the_owners_role_is_fixed(owner):
    with pytest.raises(PermissionDenied):
        change_role_rights(owner.role, grants={"*": OWN}, rights=[], by=owner)


def test_only_those_with_the_right_change_roles(rep, manager):
    for member in (rep, manager):
        with pytest.raises(PermissionDenied):
            change_role_rights(rep.role, grants={"*": OWN}, rights=[], by=member)


def test_nobody_widens_their_own_role(manager):
    with_rights("manager", "settings")
    with pytest.raises(PermissionDenied):
        change_role_rights(manager.role, grants={"*": ALL}, rights=["settings"], by=again(manager))


def test_nobody_gives_a_right_they_lack(manager, rep):
    with_rights("manager", "settings")
    with pytest.raises(PermissionDenied):
        change_role_rights(rep.role, grants=rep.role.grants, rights=["members"], by=again(manager))


def test_a_role_above_ones_own_is_not_even_narrowed(manager, reader):
    with_rights("manager", "settings")
    with pytest.raises(PermissionDenied):
        change_role_rights(reader.role, grants={"*": OWN}, rights=[], by=again(manager))


def test_within_reach_one_may_shape_roles(manager, rep):
    with_rights("manager", "settings", "import", "reports")
    change_role_rights(rep.role, grants={"*": OWN}, rights=["import"], by=again(manager))
    assert Role.objects.get(key="rep").rights == ["import"]


def test_the_first_rights_come_back(owner, rep):
    change_role_rights(rep.role, grants={"*": ALL}, rights=["import"], by=owner)
    restore_role(rep.role, by=owner)
    role = Role.objects.get(key="rep")
    assert (role.grants, role.rights) == (PRESETS["rep"]["grants"], PRESETS["rep"]["rights"])


@pytest.mark.parametrize("action", ["edit", "delete", "export", "assign"])
def test_a_role_reaches_no_further_than_it_sees(owner, rep, action):
    """Or its members would learn by trying what they may not see."""
    grants = {"*": OWN, "contact": OWN | {action: "team"}}
    with pytest.raises(ValidationError) as refused:
        change_role_rights(rep.role, grants=grants, rights=[], by=owner)
    assert list(refused.value.message_dict) == [f"contact.{action}"]


def test_saving_unchanged_is_no_event(owner, rep):
    change_role_rights(rep.role, grants=rep.role.grants, rights=[], by=owner)
    assert not Event.objects.filter(kind="role.changed").exists()
