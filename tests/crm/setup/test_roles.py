"""What a role lets its members do, and who may change that."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from contacts.people.models import Contact
from crm.access.catalogue import PRESETS
from crm.access.models import Role
from crm.access.policy import can, visible_to
from crm.events.models import Event
from crm.setup.invitations.actions import invite
from crm.setup.members.actions import change_role
from crm.setup.roles.actions import add_role, change_role_rights, remove_role, rename_role, restore_role
from crm.setup.roles.comparing import allowed, differences
from crm.setup.roles.queries import log
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
    assert event.data["from"] == {"grants": before, "rights": [], "fields": {}}
    assert event.data["to"] == {"grants": {"*": OWN}, "rights": ["import"], "fields": {}}


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


class TestFields:
    def test_a_field_is_closed_with_the_next_request(self, owner, rep):
        change_role_rights(
            rep.role, grants=rep.role.grants, rights=[], fields={"contact": {"phone": "hidden"}, "deal": {}}, by=owner
        )
        assert again(rep).role.fields == {"contact": {"phone": "hidden"}}

    def test_who_does_not_see_a_field_opens_it_to_nobody(self, owner, manager, rep):
        with_rights("manager", "settings")
        Role.objects.filter(key="manager").update(fields={"contact": {"phone": "hidden"}})
        with pytest.raises(PermissionDenied):
            change_role_rights(rep.role, grants=rep.role.grants, rights=[], fields={}, by=again(manager))

    def test_the_first_rights_close_nothing(self, owner, rep):
        change_role_rights(rep.role, grants=rep.role.grants, rights=[], fields={"contact": {"phone": "read"}}, by=owner)
        restore_role(again(rep).role, by=owner)
        assert again(rep).role.fields == {}


class TestOwnRoles:
    def test_one_begins_as_another_is(self, owner, rep):
        made = add_role(name="Surveyor", like=rep.role, by=owner)
        assert (str(made), made.grants, made.key in PRESETS) == ("Surveyor", rep.role.grants, False)

    def test_a_name_is_used_once_the_shipped_ones_too(self, owner, rep):
        with pytest.raises(ValidationError, match="of this name"):
            add_role(name="sales REP", like=rep.role, by=owner)

    def test_it_is_renamed_and_removed(self, owner, rep):
        made = add_role(name="Surveyor", like=rep.role, by=owner)
        rename_role(made, name="Fitter", by=owner)
        remove_role(Role.objects.get(name="Fitter"), by=owner)
        kinds = Event.objects.filter(record_type="role").order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["role.created", "role.renamed", "role.deleted"]

    def test_it_has_a_name_in_each_language(self, owner, rep, client_for):
        client = client_for(owner)
        values = {"name": "Surveyor", "name_ar": "مسّاح", "name_fa": "", "like": rep.role_id}
        assert client.post("/settings/roles/new/", values).status_code == 302
        made = Role.objects.get(name="Surveyor")
        assert [made.name_in(code) for code in ("en", "ar", "fa")] == ["Surveyor", "مسّاح", "Surveyor"]
        with pytest.raises(ValidationError, match="of this name"):
            add_role(name="مسّاح", like=rep.role, by=owner)

    def test_a_shipped_role_stays_translated_where_nobody_renamed_it(self, owner, rep, client_for):
        client, page = client_for(owner), f"/settings/roles/{rep.role_id}/name/"
        assert client.get(page).context["form"]["name"].value() == "Sales rep"
        assert client.post(page, {"name": "Sales rep", "name_ar": "مستشار"}).status_code == 302
        role = Role.objects.get(pk=rep.role_id)
        assert (role.name, role.names) == ("", {"ar": "مستشار"})
        shown = {}
        for code in ("ar", "fa", "en"):
            with override(code):
                shown[code] = str(role)
        assert (shown["ar"], shown["en"]) == ("مستشار", "Sales rep") and shown["fa"] not in ("", "Sales rep")

    def test_one_that_somebody_has_stays(self, owner, rep):
        made = add_role(name="Surveyor", like=rep.role, by=owner)
        Member.objects.filter(pk=rep.pk).update(role=made)
        with pytest.raises(ValidationError, match="another one first"):
            remove_role(made, by=owner)

    def test_one_that_somebody_is_invited_to_stays(self, owner, rep):
        made = add_role(name="Surveyor", like=rep.role, by=owner)
        invite(email="guest@example.com", role=made, by=owner)
        with pytest.raises(ValidationError, match="another one first"):
            remove_role(made, by=owner)

    def test_a_shipped_role_is_never_removed(self, owner, rep):
        with pytest.raises(PermissionDenied):
            remove_role(rep.role, by=owner)

    def test_nobody_copies_the_owners_role(self, owner):
        with pytest.raises(PermissionDenied):
            add_role(name="Second owner", like=owner.role, by=owner)

    def test_nobody_copies_a_role_above_their_own(self, manager, reader):
        with_rights("manager", "settings")
        with pytest.raises(PermissionDenied):
            add_role(name="All-seeing", like=reader.role, by=again(manager))


class TestComparing:
    def test_only_what_differs_is_said(self, owner, rep):
        made = add_role(name="Surveyor", like=rep.role, by=owner)
        assert differences(allowed(rep.role), allowed(made)) == []
        change_role_rights(
            made, grants={**made.grants, "contact": ALL}, rights=["import"], fields={"deal": {"source": "hidden"}},
            by=owner,
        )  # fmt: skip
        found = differences(allowed(rep.role), allowed(Role.objects.get(pk=made.pk)))
        said = {(each.what, each.before, each.after) for each in found}
        assert ("Contacts: See", "Own", "All") in said
        assert ("Import data", "No", "Yes") in said
        assert ("Deals: Source", "Seen and changed", "Hidden") in said

    def test_the_log_tells_what_was_changed_and_by_whom(self, owner, rep):
        change_role_rights(rep.role, grants={"*": OWN}, rights=["import"], by=owner)
        change_role(rep, role=Role.objects.get(key="agent"), by=owner)
        names = {role.key: str(role) for role in Role.objects.all()}
        [given, changed], older = log(names)
        assert given.said == "Olivia Owner gave Rami Rep the role Agent instead of Sales rep"
        assert changed.said == "Olivia Owner changed what Sales rep may do"
        assert "Import data" in [each.what for each in changed.differences]
        assert older is None
