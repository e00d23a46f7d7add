"""The settings pages as an administrator uses them, and as somebody else tries to."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from crm.access.actions import define_function
from crm.access.models import Role, Team
from crm.channels.models import Message
from crm.events.models import Event
from crm.setup.invitations.actions import invite, revoke
from crm.setup.invitations.models import Invitation
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import MemberClient, out_of_scope


def role(key):
    return Role.objects.get(key=key)


def values_of(form):
    """What a browser would send back of a form it was shown."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value is not None and value is not False}


@pytest.fixture
def boss(owner):
    return MemberClient(owner)


@pytest.fixture
def keeper(manager):
    """A browser of a manager who may manage members and settings as well."""
    Role.objects.filter(key="manager").update(rights=["import", "reports", "members", "settings"])
    return MemberClient(manager)


@pytest.fixture
def theirs(outsider):
    """Things of another workspace."""
    with out_of_scope(), tenant_scope(outsider.tenant):
        outsider.tenant = Tenant.objects.get(pk=outsider.tenant_id)
        guest = invite(email="guest@zenith.example", role=role("rep"), by=outsider)
        return {"role": role("rep").pk, "team": make.team("Theirs").pk, "member": outsider.pk, "invitation": guest.pk}


class TestMembers:
    def test_the_page_shows_people_invitations_and_teams(self, boss, rep, owner):
        define_function(key="surveyor", name="Surveyor")
        Member.objects.filter(pk=rep.pk).update(functions=["surveyor"], title="Fitter")
        invite(email="guest@example.com", role=role("rep"), by=owner)
        page = boss.get("/settings/members/").content.decode()
        for words in ("Rami Rep", "Fitter", "Surveyor", "Sales rep", "guest@example.com", "Mona Manager", "Sales"):
            assert words in page

    def test_a_member_is_given_role_team_title_and_functions(self, boss, agent, team):
        define_function(key="installer", name="Installer")
        values = {"role": role("rep").pk, "team": team.pk, "title": "Fitter", "functions": ["installer"]}
        assert boss.post(f"/settings/members/{agent.pk}/", values).status_code == 302
        again = Member.objects.select_related("role").get(pk=agent.pk)
        assert (again.role.key, again.team_id, again.title, again.functions) == (
            "rep",
            team.pk,
            "Fitter",
            ["installer"],
        )

    def test_what_cannot_be_done_changes_nothing_at_all(self, boss, owner):
        answer = boss.post(f"/settings/members/{owner.pk}/", {"role": role("rep").pk, "title": "Boss"})
        assert "needs an owner" in answer.content.decode()
        again = Member.objects.select_related("role").get(pk=owner.pk)
        assert (again.role.key, again.title) == ("owner", "")

    def test_functions_that_no_workspace_knows_are_kept_when_none_are_offered(self, boss, rep):
        Member.objects.filter(pk=rep.pk).update(functions=["surveyor"])
        boss.post(f"/settings/members/{rep.pk}/", {"role": rep.role_id, "title": "Rep"})
        assert Member.objects.get(pk=rep.pk).title == "Rep"

    def test_a_seat_is_put_out_of_use_and_back(self, boss, rep):
        boss.post(f"/settings/members/{rep.pk}/deactivation/")
        assert MemberClient(rep).get("/settings/profile/").status_code == 404
        boss.post(f"/settings/members/{rep.pk}/reactivation/")
        assert MemberClient(rep).get("/settings/profile/").status_code == 200

    def test_the_last_owner_is_offered_no_way_out(self, boss, owner):
        page = boss.get(f"/settings/members/{owner.pk}/").content.decode()
        assert "/deactivation/" not in page
        boss.post(f"/settings/members/{owner.pk}/deactivation/")
        assert Member.objects.get(pk=owner.pk).active

    def test_one_of_two_owners_may_leave(self, boss, owner):
        make.member(by=owner, role="owner")
        assert boss.post(f"/settings/members/{owner.pk}/deactivation/")["Location"].endswith("/workspaces/")
        assert boss.get("/settings/profile/").status_code == 404


class TestEscalation:
    """What a manager with the right `members` must not get by posting what the page does not offer."""

    def test_the_owners_role_is_not_offered_and_not_taken(self, keeper, manager):
        choices = keeper.get(f"/settings/members/{manager.pk}/").context["form"]["role"].field.queryset
        assert [one.key for one in choices] == ["manager", "rep"]
        answer = keeper.post(f"/settings/members/{manager.pk}/", {"role": role("owner").pk, "title": ""})
        assert "role" in answer.context["form"].errors
        assert Member.objects.get(pk=manager.pk).role.key == "manager"

    def test_an_owner_can_be_looked_at_only(self, keeper, owner):
        page = keeper.get(f"/settings/members/{owner.pk}/").content.decode()
        assert "may do more than you" in page
        answer = keeper.post(f"/settings/members/{owner.pk}/", {"role": role("rep").pk, "title": "Fired"})
        assert answer.status_code == 403
        assert keeper.post(f"/settings/members/{owner.pk}/deactivation/").status_code == 403
        assert Member.objects.get(pk=owner.pk).active

    def test_nobody_is_invited_above_oneself(self, keeper):
        values = {"emails": "x@example.com", "role": role("owner").pk, "language": "en"}
        assert "role" in keeper.post("/settings/members/invitations/new/", values).context["form"].errors
        assert not Invitation.objects.exists()

    def test_an_invitation_above_oneself_is_not_touched(self, keeper, owner):
        guest = invite(email="x@example.com", role=role("owner"), by=owner)
        for what in ("mail", "withdrawal"):
            assert keeper.post(f"/settings/members/invitations/{guest.pk}/{what}/").status_code == 403
        assert Invitation.objects.get().state == "open"
        assert Message.objects.count() == 1

    def test_a_matrix_offers_no_more_than_one_holds(self, keeper):
        form = keeper.get(f"/settings/roles/{role('rep').pk}/").context["form"]
        assert [value for value, _ in form.fields["contact.see"].choices] == ["none", "own", "team"]

    def test_a_matrix_posted_wider_is_refused(self, keeper):
        page = f"/settings/roles/{role('rep').pk}/"
        values = values_of(keeper.get(page).context["form"])
        assert keeper.post(page, values | {"contact.see": "all"}).status_code == 422
        assert role("rep").grants["*"]["see"] == "own"

    def test_a_right_one_lacks_is_not_given_by_posting_it(self, keeper):
        Role.objects.filter(key="manager").update(rights=["settings"])
        page = f"/settings/roles/{role('rep').pk}/"
        keeper.post(page, values_of(keeper.get(page).context["form"]) | {"members": "on"})
        assert role("rep").rights == []

    @pytest.mark.parametrize("key", ["owner", "reader"])
    def test_roles_above_oneself_are_not_changed(self, keeper, key):
        page = f"/settings/roles/{role(key).pk}/"
        form = keeper.get(page).context["form"]
        assert keeper.post(page, values_of(form) | {"contact.see": "none"}).status_code in (403, 422)
        assert keeper.post(f"{page}restoration/").status_code == 403

    def test_the_owners_role_is_fixed_for_owners_too(self, boss, owner):
        page = f"/settings/roles/{owner.role_id}/"
        values = values_of(boss.get(page).context["form"]) | {"contact.export": "none"}
        assert boss.post(page, values).status_code == 403


class TestOtherWorkspaces:
    """Ids of another workspace, put where one's own belong."""

    @pytest.mark.parametrize("field", ["role", "team"])
    def test_a_member_gets_no_foreign_role_or_team(self, boss, rep, theirs, field):
        values = {"role": rep.role_id, "team": rep.team_id, "title": ""} | {field: theirs[field]}
        assert field in boss.post(f"/settings/members/{rep.pk}/", values).context["form"].errors

    @pytest.mark.parametrize("field", ["role", "team"])
    def test_nobody_is_invited_into_a_foreign_role_or_team(self, boss, theirs, field):
        values = {"emails": "x@example.com", "role": role("rep").pk, "language": "en"} | {field: theirs[field]}
        assert field in boss.post("/settings/members/invitations/new/", values).context["form"].errors

    def test_a_team_gets_no_foreign_manager(self, boss, theirs):
        values = {"name": "North", "manager": theirs["member"]}
        assert "manager" in boss.post("/settings/teams/new/", values).context["form"].errors

    @pytest.mark.parametrize(
        ("path", "what"),
        [
            ("members/{}/", "member"),
            ("members/{}/deactivation/", "member"),
            ("members/{}/reactivation/", "member"),
            ("teams/{}/", "team"),
            ("teams/{}/deletion/", "team"),
            ("members/invitations/{}/mail/", "invitation"),
            ("members/invitations/{}/withdrawal/", "invitation"),
            ("roles/{}/", "role"),
            ("roles/{}/restoration/", "role"),
        ],
    )
    def test_their_things_do_not_exist(self, boss, theirs, path, what):
        assert boss.post("/settings/" + path.format(theirs[what])).status_code == 404


class TestInvitations:
    def test_an_invitation_is_sent_from_the_page(self, boss, owner, team):
        values = {
            "emails": "Guest@example.com",
            "role": role("rep").pk,
            "team": team.pk,
            "title": "Fitter",
            "language": "ar",
        }
        assert boss.post("/settings/members/invitations/new/", values).status_code == 302
        found = Invitation.objects.get()
        assert (found.email, found.team, found.title, found.language) == ("guest@example.com", team, "Fitter", "ar")
        assert Message.objects.get().language == "ar"

    def test_of_a_list_the_good_are_invited_and_the_others_stay_in_the_field(self, boss, rep):
        pasted = f"new@example.com\n<b>bad</b>@\n{rep.user.email}"
        values = {"emails": pasted, "role": role("rep").pk, "language": "en", "title": "Fitter"}
        answer = boss.post("/settings/members/invitations/new/", values)
        form, page = answer.context["form"], answer.content.decode()
        assert answer.status_code == 422
        assert form["emails"].value() == f"<b>bad</b>@\n{rep.user.email}"
        assert len(form.errors["emails"]) == 2
        assert "&lt;b&gt;bad&lt;/b&gt;@</bdi> · This is no e-mail address." in page
        assert "Rami Rep is a member already." in page
        assert "new@example.com is invited." in page
        assert form["title"].value() == "Fitter"
        assert [each.email for each in Invitation.objects.all()] == ["new@example.com"]

    @pytest.mark.parametrize("pasted", ["", " ,;\n", "x" * 20_001, "\n".join(f"p{n}@example.com" for n in range(101))])
    def test_an_empty_or_endless_list_is_refused_whole(self, boss, pasted):
        values = {"emails": pasted, "role": role("rep").pk, "language": "en"}
        assert "emails" in boss.post("/settings/members/invitations/new/", values).context["form"].errors
        assert not Invitation.objects.exists()

    def test_inviting_has_its_measure(self, boss, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invite": "1/h/user"}
        values = {"emails": "a@example.com", "role": role("rep").pk, "language": "en"}
        answers = [boss.post("/settings/members/invitations/new/", values).status_code for _ in range(2)]
        assert answers == [302, 429]

    def test_the_name_that_the_host_wrote_waits_in_the_guests_form(self, boss, visitor):
        values = {"emails": "Noura Harbi <noura@example.com>", "role": role("rep").pk, "language": "en"}
        boss.post("/settings/members/invitations/new/", values)
        [link] = re.findall(r"http://testserver(/acme/join/\S+)", Message.objects.get().text)
        assert 'value="Noura Harbi"' in visitor.get(link).content.decode()

    def test_the_page_says_what_became_of_each(self, boss, owner):
        for email in ("open@example.com", "gone@example.com", "late@example.com"):
            invite(email=email, role=role("rep"), by=owner)
        revoke(Invitation.objects.get(email="gone@example.com"), by=owner)
        Invitation.objects.filter(email="late@example.com").update(expires_at=timezone.now())
        page = boss.get("/settings/members/").content.decode()
        assert all(words in page for words in ("Waiting", "Withdrawn", "Expired"))
        assert page.count("Send again") == 2

    def test_a_second_mail_at_once_is_not_sent_and_said(self, boss, owner):
        guest = invite(email="guest@example.com", role=role("rep"), by=owner)
        answer = boss.post(f"/settings/members/invitations/{guest.pk}/mail/", follow=True)
        assert "a moment ago" in answer.content.decode()
        assert Message.objects.count() == 1

    def test_it_is_sent_again_and_withdrawn(self, boss, owner):
        guest = invite(email="guest@example.com", role=role("rep"), by=owner)
        Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
        boss.post(f"/settings/members/invitations/{guest.pk}/mail/")
        assert Message.objects.count() == 2
        boss.post(f"/settings/members/invitations/{guest.pk}/withdrawal/")
        assert Invitation.objects.get().state == "revoked"
        assert boss.post(f"/settings/members/invitations/{guest.pk}/mail/").status_code == 404


class TestTeams:
    def test_a_team_is_made_changed_and_deleted(self, boss, rep, owner):
        boss.post("/settings/teams/new/", {"name": "North"})
        team = Team.objects.get(name="North")
        boss.post(f"/settings/teams/{team.pk}/", {"name": "Northwest"})
        assert Team.objects.get(pk=team.pk).name == "Northwest"
        boss.post(f"/settings/teams/{team.pk}/deletion/")
        assert not Team.objects.filter(pk=team.pk).exists()

    def test_a_taken_name_is_said_beside_the_field(self, boss, team):
        assert "name" in boss.post("/settings/teams/new/", {"name": "sales"}).context["form"].errors

    def test_a_team_with_members_stays(self, boss, team):
        boss.post(f"/settings/teams/{team.pk}/deletion/")
        assert Team.objects.filter(pk=team.pk).exists()


class TestRoles:
    def test_saving_the_matrix_as_shown_changes_nothing(self, boss, rep):
        for key in ("manager", "rep", "agent", "reader"):
            page = f"/settings/roles/{role(key).pk}/"
            assert boss.post(page, values_of(boss.get(page).context["form"])).status_code == 302
        assert not Event.objects.filter(kind="role.changed").exists()

    def test_one_cell_is_in_force_with_the_next_request(self, boss, rep, owner):
        contact = make.contact(by=owner, name="Far Away")
        client = MemberClient(rep)
        assert client.get(f"/people/{contact.pk}/").status_code == 404
        page = f"/settings/roles/{rep.role_id}/"
        boss.post(page, values_of(boss.get(page).context["form"]) | {"contact.see": "all"})
        assert role("rep").grants["contact"]["see"] == "all"
        assert client.get(f"/people/{contact.pk}/").status_code == 200

    def test_a_right_is_switched_on_and_off(self, boss, rep):
        page, client = f"/settings/roles/{rep.role_id}/", MemberClient(rep)
        shown = values_of(boss.get(page).context["form"])
        boss.post(page, shown | {"members": "on"})
        assert client.get("/settings/members/").status_code == 200
        boss.post(page, shown)
        assert client.get("/settings/members/").status_code == 403

    def test_first_rights_are_offered_once_they_are_gone(self, boss, rep):
        page = f"/settings/roles/{rep.role_id}/"
        assert "restoration" not in boss.get(page).content.decode()
        boss.post(page, values_of(boss.get(page).context["form"]) | {"contact.see": "all"})
        assert "restoration" in boss.get(page).content.decode()
        boss.post(f"{page}restoration/")
        assert "contact" not in role("rep").grants

    def test_reaching_further_than_seeing_is_explained(self, boss, rep):
        page = f"/settings/roles/{rep.role_id}/"
        answer = boss.post(page, values_of(boss.get(page).context["form"]) | {"contact.edit": "all"})
        assert answer.status_code == 422
        assert "Wider than what the role sees" in answer.content.decode()

    def test_the_rights_page_begins_with_a_role_that_can_be_changed(self, boss):
        assert boss.get("/settings/roles/")["Location"].endswith(f"/settings/roles/{role('manager').pk}/")


class TestGeneral:
    def test_saving_as_shown_changes_nothing(self, boss):
        values = values_of(boss.get("/settings/general/").context["form"])
        assert boss.post("/settings/general/", values).status_code == 302
        assert not Event.objects.filter(kind="workspace.changed").exists()

    def test_every_setting_is_kept(self, boss, acme):
        values = {
            "name": "نوافذ الرياض", "address": "شارع العليا", "payment_details": "IBAN SA03 8000", "language": "ar",
            "country": "SA", "currency": "SAR", "time_zone": "Asia/Riyadh", "calendar": "hijri", "digits": "arab",
            "week_start": "6", "phone_region": "SA", "bin_days": "30",
        }  # fmt: skip
        assert boss.post("/settings/general/", values).status_code == 302
        tenant = Tenant.objects.get(pk=acme.pk)
        assert {name: str(getattr(tenant, name)) for name in values} == values
        event = Event.objects.get(kind="workspace.changed")
        assert event.data["changes"]["currency"] == ["GBP", "SAR"]

    def test_the_address_of_the_workspace_is_not_changed_by_posting_it(self, boss, acme):
        values = values_of(boss.get("/settings/general/").context["form"])
        boss.post("/settings/general/", values | {"slug": "other", "id": "1"})
        assert Tenant.objects.get(pk=acme.pk).slug == "acme"

    @pytest.mark.parametrize(("field", "value"), [("name", ""), ("currency", "XXX"), ("time_zone", "Nowhere")])
    def test_a_wrong_value_is_said_beside_its_field(self, boss, field, value):
        values = values_of(boss.get("/settings/general/").context["form"]) | {field: value}
        answer = boss.post("/settings/general/", values)
        assert f'id="id_{field}_error"' in answer.content.decode()


class TestProfile:
    def test_a_member_chooses_how_to_read(self, rep):
        client = MemberClient(rep)
        values = {
            "name": "رامي", "language": "ar", "calendar": "hijri", "digits": "arab", "time_zone": "Asia/Riyadh",
            "theme": "dark", "density": "compact",
        }  # fmt: skip
        assert client.post("/settings/profile/", values).status_code == 302
        member = Member.objects.get(pk=rep.pk)
        assert {name: getattr(member, name) for name in values} == values
        page = client.get("/settings/profile/").content.decode()
        assert '<html lang="ar" dir="rtl" data-bs-theme="dark"' in page
        assert 'data-density="compact"' in page

    def test_nothing_chosen_follows_the_workspace(self, rep, acme):
        client = MemberClient(rep)
        Tenant.objects.filter(pk=acme.pk).update(language="fa")
        assert '<html lang="fa" dir="rtl"' in client.get("/settings/profile/").content.decode()

    @pytest.mark.parametrize("field", ["role", "team", "active", "user", "title", "functions", "tenant"])
    def test_a_member_decides_nothing_else_about_the_seat(self, rep, owner, field):
        client = MemberClient(rep)
        before = Member.objects.values().get(pk=rep.pk)
        values = values_of(client.get("/settings/profile/").context["form"])
        client.post("/settings/profile/", values | {field: owner.role_id, f"{field}_id": owner.role_id})
        assert Member.objects.values().get(pk=rep.pk) == before

    @pytest.mark.parametrize("theme", ["light", "dark", "auto"])
    def test_the_switch_keeps_the_theme(self, rep, theme):
        client = MemberClient(rep)
        answer = client.post("/settings/theme/", {"theme": theme}, HTTP_HX_REQUEST="true")
        assert (answer.status_code, answer.cookies["theme"].value) == (204, theme)
        assert Member.objects.get(pk=rep.pk).theme == theme

    @pytest.mark.parametrize("theme", ["", "blue", "x" * 99])
    def test_the_switch_knows_three_themes(self, rep, theme):
        assert MemberClient(rep).post("/settings/theme/", {"theme": theme}).status_code == 400

    @pytest.mark.parametrize("who", ["rep", "owner"])
    def test_the_menu_shows_what_one_may_open(self, request, who, owner):
        page = MemberClient(request.getfixturevalue(who)).get("/settings/profile/").content.decode()
        assert ("/settings/members/" in page) == (who == "owner")
        assert ("/settings/general/" in page) == (who == "owner")


class TestRolePages:
    def test_a_field_is_closed_on_the_page_and_stays_closed(self, boss, rep):
        page = f"/settings/roles/{rep.role_id}/"
        values = values_of(boss.get(page).context["form"])
        assert boss.post(page, values | {"contact.field.phone": "hidden"}).status_code == 302
        assert role("rep").fields == {"contact": {"phone": "hidden"}}
        assert boss.get(page).context["form"]["contact.field.phone"].value() == "hidden"

    def test_what_nobody_writes_is_seen_or_hidden(self, boss, rep):
        form = boss.get(f"/settings/roles/{rep.role_id}/").context["form"]
        assert [value for value, _ in form.fields["contact.field.created_at"].choices] == ["", "hidden"]
        assert [value for value, _ in form.fields["contact.field.phone"].choices] == ["", "read", "hidden"]
        assert "contact.field.name" not in form.fields

    def test_a_role_is_made_like_another_and_gone_again(self, boss, rep):
        answer = boss.post("/settings/roles/new/", {"name": "Surveyor", "like": rep.role_id})
        made = Role.objects.get(name="Surveyor")
        assert answer.url.endswith(f"/settings/roles/{made.pk}/")
        boss.post(f"/settings/roles/{made.pk}/name/", {"name": "Fitter"})
        assert Role.objects.get(pk=made.pk).name == "Fitter"
        boss.post(f"/settings/roles/{made.pk}/deletion/")
        assert not Role.objects.filter(pk=made.pk).exists()

    def test_a_taken_name_is_said_beside_it(self, boss, rep):
        answer = boss.post("/settings/roles/new/", {"name": "Manager", "like": rep.role_id})
        assert "name" in answer.context["form"].errors

    def test_a_role_that_somebody_has_stays_and_says_why(self, boss, owner, rep):
        boss.post("/settings/roles/new/", {"name": "Surveyor", "like": rep.role_id})
        made = Role.objects.get(name="Surveyor")
        make.member(by=owner, role=made.key)
        answer = boss.post(f"/settings/roles/{made.pk}/deletion/", follow=True)
        assert "another one first" in answer.content.decode()
        assert Role.objects.filter(pk=made.pk).exists()

    def test_two_roles_are_compared(self, boss, rep, agent):
        page = "/settings/roles/comparison/"
        found = boss.get(page, {"one": rep.role_id, "other": agent.role_id}).context["differences"]
        assert ("Contacts: See", "Own", "All") in {(each.what, each.before, each.after) for each in found}
        assert boss.get(page, {"one": "x"}).status_code == 422
        same = boss.get(page, {"one": rep.role_id, "other": rep.role_id})
        assert "exactly the same" in same.content.decode()

    def test_the_log_shows_what_was_changed(self, boss, rep):
        page = f"/settings/roles/{rep.role_id}/"
        boss.post(page, values_of(boss.get(page).context["form"]) | {"contact.see": "tree"})
        shown = boss.get("/settings/roles/log/").content.decode()
        assert "changed what Sales rep may do" in shown
        assert "Team and below" in shown
        assert boss.get("/settings/roles/log/", {"before": "x"}).status_code == 200
