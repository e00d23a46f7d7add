"""Looking at the workspace as another role: read-only, marked, written down, and never more than one's own."""

import pytest

from crm.access.models import Role
from crm.audit.models import Entry
from tests import make
from tests.conftest import MemberClient


@pytest.fixture
def admin(owner):
    return MemberClient(owner)


def look_as(client, role, **values):
    return client.post(f"/settings/roles/{role.pk}/viewing/", values)


def test_one_sees_what_the_role_sees(admin, owner, rep):
    make.contact("Noura", by=rep)
    assert "Noura" in admin.get("/people/").content.decode()
    look_as(admin, rep.role)
    assert "Noura" not in admin.get("/people/").content.decode()
    assert admin.get("/settings/roles/").status_code == 403


def test_in_a_team_one_sees_the_teams_records(admin, manager, rep, team):
    make.contact("Noura", by=rep)
    look_as(admin, manager.role)
    assert "Noura" not in admin.get("/people/").content.decode()
    admin.post("/viewing/end/")
    look_as(admin, manager.role, team=team.pk)
    assert "Noura" in admin.get("/people/").content.decode()


def test_every_page_says_so_and_leads_back(admin, rep):
    look_as(admin, rep.role)
    page = admin.get("/people/").content.decode()
    assert "You see Wasl as “Sales rep” would" in page
    assert admin.post("/viewing/end/").url.endswith(f"/settings/roles/{rep.role_id}/")
    assert "would. Nothing can be changed" not in admin.get("/people/").content.decode()


@pytest.mark.parametrize("path", ["/people/new/", "/settings/theme/", "/notices/reading/"])
def test_nothing_can_be_changed(admin, rep, path):
    look_as(admin, rep.role)
    answer = admin.post(path, {"name": "Sara", "kind": "customer", "theme": "dark"})
    assert answer.status_code == 403


def test_it_is_written_down(admin, owner, rep):
    look_as(admin, rep.role)
    entry = Entry.objects.get(action="role.previewed")
    assert (entry.actor_id, entry.data["name"]) == (owner.pk, "Sales rep")


def test_nobody_looks_as_a_role_above_their_own(manager, reader):
    Role.objects.filter(pk=manager.role_id).update(rights=["settings"])
    assert look_as(MemberClient(manager), reader.role).status_code == 403


def test_a_role_that_grows_above_ones_own_is_no_longer_looked_as(manager, rep):
    Role.objects.filter(pk=manager.role_id).update(rights=["settings", "import", "reports"])
    client = MemberClient(manager)
    look_as(client, rep.role)
    assert client.get("/settings/roles/").status_code == 403
    Role.objects.filter(pk=rep.role_id).update(rights=["members"])
    assert client.get("/settings/roles/").status_code == 302


def test_who_may_not_shape_roles_looks_as_none(rep, reader):
    assert look_as(MemberClient(rep), reader.role).status_code == 403


def test_it_holds_in_this_workspace_only(admin, owner, rep, zenith, outsider):
    look_as(admin, rep.role)
    assert MemberClient(outsider).get("/people/").context["member"].role.key == "owner"


def test_a_team_of_elsewhere_is_none(admin, rep):
    assert look_as(admin, rep.role, team=0).url.endswith(f"/settings/roles/{rep.role_id}/")
    assert admin.get("/settings/roles/").status_code == 302


def test_a_second_step_is_asked_of_ones_own_role_and_not_of_the_one_looked_as(admin, owner, rep):
    """Or one would be led to setting it up by every page, the way back among them."""
    look_as(admin, rep.role)
    owner.tenant.second_step_roles = ["rep"]
    owner.tenant.save()
    assert admin.get("/people/").status_code == 200
    assert admin.post("/viewing/end/").url.endswith(f"/settings/roles/{rep.role_id}/")
    look_as(admin, rep.role)
    owner.tenant.second_step_roles = ["owner"]
    owner.tenant.save()
    assert "security/needed" in admin.get("/people/").url
