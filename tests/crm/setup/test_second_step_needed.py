"""A workspace may ask a second step of a role: nothing there opens before it is set up, and nothing elsewhere shuts."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from crm.access.models import Role
from crm.events.models import Event
from crm.setup.actions import seat_member
from crm.setup.security.actions import require_second_step
from crm.setup.security.queries import second_steps
from crm.tenants.scope import tenant_scope
from tests.conftest import out_of_scope

PAGE = "/settings/profile/"


def ask_of(owner, *keys):
    return require_second_step(owner.tenant, Role.objects.filter(key__in=keys), by=owner)


def give_step(member, kind="totp"):
    return Authenticator.objects.create(user=member.user, type=kind, data={"name": "Phone"})


@pytest.fixture
def needed(owner, rep):
    ask_of(owner, "rep")


def test_whoever_has_none_is_led_to_setting_one_up(needed, rep, client_for):
    client = client_for(rep)
    answer = client.get(PAGE)
    assert answer["Location"] == "/accounts/security/needed/?workspace=acme&next=%2Facme%2Fsettings%2Fprofile%2F"
    page = client.get(answer["Location"]).content.decode()
    assert "<bdi>Acme</bdi> asks for a second step" in page
    assert 'href="/accounts/2fa/app/"' in page
    assert 'href="/accounts/passkeys/new/"' in page


def test_a_fragment_leaves_its_page(needed, rep, client_for):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/acme/people/?q=x"}
    answer = client_for(rep).get("/settings/profile/", **headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/accounts/security/needed/?workspace=acme&next=%2Facme%2Fpeople%2F"


def test_an_act_is_not_done(needed, rep, client_for):
    assert client_for(rep).post("/settings/theme/", {"theme": "dark"})["Location"].startswith("/accounts/security/")
    rep.refresh_from_db()
    assert rep.theme == "auto"


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_an_app_or_a_passkey_will_do(needed, rep, client_for, kind):
    give_step(rep, kind)
    assert client_for(rep).get(PAGE).status_code == 200


def test_recovery_codes_alone_will_not(needed, rep, client_for):
    give_step(rep, "recovery_codes")
    assert client_for(rep).get(PAGE).status_code == 302


def test_afterwards_one_goes_on_where_one_was(needed, rep, client_for):
    client = client_for(rep)
    client.get(client.get(PAGE)["Location"])
    give_step(rep)
    assert client.get("/accounts/security/done/")["Location"] == f"/acme{PAGE}"
    assert client.get("/accounts/security/done/")["Location"] == "/accounts/security/"


@pytest.mark.parametrize("evil", ["//evil.example/", "https://evil.example/", "/acme/../zenith/", "/other/", ""])
def test_one_is_not_sent_elsewhere_afterwards(needed, rep, client_for, evil):
    client = client_for(rep)
    client.get("/accounts/security/needed/", {"workspace": "acme", "next": evil})
    give_step(rep)
    assert client.get("/accounts/security/done/")["Location"].startswith("/acme/")
    assert "evil" not in client.get("/accounts/security/done/")["Location"]


def test_other_roles_and_other_workspaces_are_not_touched(needed, rep, manager, outsider, client_for):
    assert client_for(manager).get(PAGE).status_code == 200
    with out_of_scope(), tenant_scope(outsider.tenant):
        elsewhere = seat_member(user=rep.user, role="rep", by=outsider)
        elsewhere.tenant = outsider.tenant
    assert client_for(elsewhere).get(PAGE).status_code == 200


def test_one_can_leave_for_another_workspace_or_sign_out(needed, rep, client_for):
    client = client_for(rep)
    assert client.get("/workspaces/").status_code == 302
    assert client.post("/accounts/logout/").status_code == 302


def test_a_stranger_learns_nothing_of_the_workspace(needed, outsider, client_for):
    assert client_for(outsider).get("/accounts/security/needed/?workspace=acme")["Location"].endswith("/workspaces/")


def test_taking_the_step_away_shuts_the_door_again(needed, rep, client_for):
    step = give_step(rep)
    client = client_for(rep)
    assert client.get(PAGE).status_code == 200
    step.delete()
    assert client.get(PAGE).status_code == 302


class TestTheSettingsPage:
    def test_it_sets_and_unsets_roles_at_once(self, owner, rep, client_for):
        role = Role.objects.get(key="rep")
        client = client_for(owner)
        assert client.post("/settings/security/", {"roles": [role.pk]})["Location"] == "/acme/settings/security/"
        assert client_for(rep).get(PAGE).status_code == 302
        assert f'value="{role.pk}" checked' in client.get("/settings/security/").content.decode()
        client.post("/settings/security/", {})
        assert client_for(rep).get(PAGE).status_code == 200

    def test_the_change_is_kept_with_both_values(self, needed, owner):
        event = Event.objects.get(kind="workspace.changed")
        assert event.data["changes"] == {"second_step_roles": [[], ["rep"]]}
        ask_of(owner, "rep")
        assert Event.objects.filter(kind="workspace.changed").count() == 1

    def test_it_says_how_many_are_ready(self, owner, rep, other_rep):
        give_step(rep)
        found = {one.role.key: (one.ready, one.members) for one in second_steps()}
        assert (found["rep"], found["owner"], found["agent"]) == ((1, 2), (0, 1), (0, 0))

    def test_an_owner_is_warned_before_asking_it_of_themselves(self, owner, client_for):
        client = client_for(owner)
        assert "This is your role" in client.get("/settings/security/").content.decode()
        give_step(owner)
        assert "This is your role" not in client.get("/settings/security/").content.decode()

    def test_another_firms_role_is_refused(self, owner, outsider, client_for):
        with out_of_scope(), tenant_scope(outsider.tenant):
            theirs = Role.objects.get(key="rep")
        answer = client_for(owner).post("/settings/security/", {"roles": [theirs.pk]})
        assert answer.context["form"].errors["roles"]

    def test_it_takes_the_right_to_settings(self, owner, rep):
        with pytest.raises(PermissionDenied):
            require_second_step(owner.tenant, [], by=rep)
