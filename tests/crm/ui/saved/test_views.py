"""Saved views: who meets them, what they keep, who changes them, and how the list opens with one."""

import re

import pytest

from crm.access.catalogue import HIDDEN
from crm.access.models import Role
from crm.audit.models import Entry
from crm.records import registry
from crm.ui.models import SavedView, ViewDefault
from crm.ui.saved import actions
from crm.ui.saved.queries import may_change, views_of
from tests import make

NEW = "/lists/contact/views/new/"
TABS = re.compile(r'<a class="wl-view" href="([^"]+)"( aria-current="page")?><bdi>([^<]+)</bdi>')
NAMES = re.compile(r'class="wl-name" href="/acme/people/\d+/"><bdi>([^<]+)</bdi>')
Audience = SavedView.Audience


def view_of(by, *, audience=Audience.ME, name="Riyadh", asked=None, mine=False, columns=(), roles=()):
    kind = registry.get("contact")
    asked = {"city": "Riyadh"} if asked is None else asked
    return actions.save_view(
        kind, name=name, asked=asked, mine=mine, columns=list(columns), audience=audience, by=by, roles=roles
    )


def tabs(page):
    return [label for _url, _current, label in TABS.findall(page.content.decode())]


def current(page):
    return [label for _url, current, label in TABS.findall(page.content.decode()) if current]


def shown(page):
    return sorted(NAMES.findall(page.content.decode()))


@pytest.fixture
def people(rep, owner):
    make.contact("Noura", by=rep, city="Riyadh")
    make.contact("Sara", by=rep, city="Jeddah")
    return make.contact("Omar", by=owner, city="Riyadh")


class TestSaving:
    def test_it_keeps_filters_search_order_and_columns(self, client_for, rep, people):
        client = client_for(rep)
        client.post("/lists/contact/columns/", {"order": ["city"], "columns": ["city"]})
        state = "?city=Riyadh&q=nou&sort=-name&after=abc&nonsense=1"
        reply = client.post(f"{NEW}{state}", {"name": "In Riyadh", "audience": "me"})
        view = SavedView.objects.get()
        assert (view.name, view.owner, view.columns) == ("In Riyadh", rep, ["name", "city"])
        assert view.asked == {"city": "Riyadh", "q": "nou", "sort": "-name"}
        page = client.get(reply["Location"], follow=True)
        assert (shown(page), current(page)) == (["Noura"], ["In Riyadh"])

    def test_mine_stays_each_readers_own(self, client_for, owner, manager, rep, people):
        client_for(owner).post(f"{NEW}?view=mine", {"name": "My people", "audience": "all"})
        view = SavedView.objects.get()
        assert view.mine
        assert shown(client_for(owner).get(f"/people/?view={view.pk}")) == ["Omar"]
        assert shown(client_for(rep).get(f"/people/?view={view.pk}")) == ["Noura", "Sara"]

    def test_a_name_is_needed_and_said_so_beside_the_field(self, client_for, rep):
        reply = client_for(rep).post(NEW, {"name": " ", "audience": "me"})
        assert (reply.status_code, list(reply.context["form"].errors)) == (422, ["name"])
        assert not SavedView.objects.exists()

    def test_it_can_be_pinned_at_once(self, client_for, rep):
        client_for(rep).post(NEW, {"name": "Mine", "audience": "me", "pin": "on"})
        rep.refresh_from_db()
        assert rep.lists["pins"] == [SavedView.objects.get().pk]

    def test_who_has_no_team_cannot_share_with_it(self, client_for, reader):
        reply = client_for(reader).post(NEW, {"name": "Ours", "audience": "team"})
        assert (reply.status_code, list(reply.context["form"].errors)) == (422, ["audience"])


class TestMeeting:
    def test_own_the_teams_and_everyones(self, owner, manager, rep, other_rep, agent, reader):
        own, ours, open_ = (view_of(rep, audience=one, name=one) for one in ("me", "team", "all"))
        met = {who: set(views_of(who)) for who in (owner, rep, other_rep, agent)}
        assert met == {rep: {own, ours, open_}, other_rep: {ours, open_}, owner: {open_}, agent: {open_}}

    @pytest.mark.parametrize("path", ["/views/{}/", "/views/{}/edit/", "/people/?view={}"])
    def test_a_view_of_another_team_is_not_found(self, client_for, owner, rep, path):
        owner.team = make.team("Office")
        owner.save()
        view = view_of(owner, audience=Audience.TEAM)
        assert client_for(rep).get(path.format(view.pk)).status_code == 404
        assert client_for(owner).get(path.format(view.pk)).status_code in (200, 302)

    def test_it_shows_everybody_what_their_rights_let_them_see(self, client_for, owner, rep, people):
        view = view_of(owner, audience=Audience.ALL)
        assert shown(client_for(owner).get(f"/views/{view.pk}/", follow=True)) == ["Noura", "Omar"]
        assert shown(client_for(rep).get(f"/views/{view.pk}/", follow=True)) == ["Noura"]

    def test_a_filter_by_a_hidden_field_is_not_even_named(self, client_for, owner, rep, people):
        view = view_of(owner, audience=Audience.ALL, columns=["name", "city"])
        rep.role.fields = {"contact": {"city": HIDDEN}}
        rep.role.save()
        reply = client_for(rep).get(f"/views/{view.pk}/")
        assert reply["Location"] == f"/acme/people/?view={view.pk}"
        page = client_for(rep).get(reply["Location"])
        assert (shown(page), "City" in page.content.decode()) == (["Noura", "Sara"], False)

    def test_without_the_right_to_see_such_records_there_is_no_view(self, client_for, owner, rep):
        view = view_of(owner, audience=Audience.ALL)
        rep.role.grants = {**rep.role.grants, "contact": {"see": "none"}}
        rep.role.save()
        assert client_for(rep).get(f"/views/{view.pk}/").status_code == 404

    def test_the_last_filter_can_be_taken_off_a_view(self, client_for, rep, people):
        view = view_of(rep)
        page = client_for(rep).get(f"/people/?view={view.pk}")
        assert (shown(page), current(page)) == (["Noura", "Sara"], ["Riyadh"])


class TestChanging:
    def test_who_may(self, owner, manager, rep, other_rep):
        own, open_ = view_of(rep), view_of(rep, audience=Audience.ALL)
        assert [may_change(own, who) for who in (rep, other_rep, owner)] == [True, False, False]
        assert [may_change(open_, who) for who in (rep, other_rep, owner)] == [True, False, True]

    def test_it_can_show_something_else(self, client_for, rep, people):
        view = view_of(rep)
        page = client_for(rep).get(f"/people/?view={view.pk}&city=Jeddah").content.decode()
        assert f"/acme/views/{view.pk}/content/?view={view.pk}&amp;city=Jeddah" in page
        client_for(rep).post(f"/views/{view.pk}/content/?view={view.pk}&city=Jeddah")
        view.refresh_from_db()
        assert view.asked == {"city": "Jeddah"}
        assert "/content/" not in client_for(rep).get(f"/people/?view={view.pk}&city=Jeddah").content.decode()

    def test_ones_own_columns_become_the_views_when_it_is_saved(self, client_for, rep, other_rep, people):
        view = view_of(rep, audience=Audience.ALL)
        client = client_for(rep)
        here = f"?view={view.pk}&city=Riyadh"
        client.post(f"/lists/contact/columns/{here}", {"order": ["city"], "columns": ["city"]})
        view.refresh_from_db()
        assert view.columns == []
        client.post(f"/views/{view.pk}/content/{here}")
        view.refresh_from_db()
        rep.refresh_from_db()
        assert (view.columns, rep.lists["columns"]) == (["name", "city"], {})

    def test_it_is_renamed_and_shared(self, client_for, rep, team):
        view = view_of(rep)
        client_for(rep).post(f"/views/{view.pk}/edit/", {"name": "Ours", "audience": "team"})
        view.refresh_from_db()
        assert (view.name, view.audience, view.team) == ("Ours", "team", team)

    def test_it_is_given_up(self, client_for, rep):
        view = view_of(rep)
        assert "Riyadh" in client_for(rep).get(f"/views/{view.pk}/deletion/").content.decode()
        reply = client_for(rep).post(f"/views/{view.pk}/deletion/")
        assert (reply["Location"], SavedView.objects.exists()) == ("/acme/people/", False)

    def test_the_audit_trail_keeps_it(self, client_for, rep):
        view = view_of(rep)
        actions.update_view(view, asked={}, mine=False, columns=[], by=rep)
        actions.revise_view(view, name="Other", audience="all", by=rep)
        actions.delete_view(view, by=rep)
        kept = Entry.objects.filter(action__startswith="view.").order_by("pk").values_list("action", flat=True)
        assert list(kept) == ["view.saved", "view.updated", "view.renamed", "view.deleted"]


class TestOpening:
    def test_the_list_opens_with_the_view_of_ones_role(self, client_for, owner, rep, people):
        view = view_of(owner, audience=Audience.ALL, roles=[rep.role])
        client = client_for(rep)
        assert client.get("/people/")["Location"] == f"/acme/views/{view.pk}/"
        assert shown(client.get("/people/", follow=True)) == ["Noura"]
        page = client.get("/people/?view=all")
        assert (shown(page), current(page)) == (["Noura", "Sara"], ["All"])
        assert client_for(owner).get("/people/").status_code == 200

    def test_one_view_a_role(self, owner, rep):
        for name in ("One", "Two"):
            view_of(owner, audience=Audience.ALL, name=name, roles=[rep.role])
        assert [default.view.name for default in ViewDefault.objects.all()] == ["Two"]

    def test_it_is_set_by_who_may_change_settings(self, client_for, owner, rep):
        role = Role.objects.get(key="rep")
        client_for(rep).post(NEW, {"name": "A", "audience": "all", "roles": [role.pk]})
        assert not ViewDefault.objects.exists()
        client_for(owner).post(NEW, {"name": "B", "audience": "all", "roles": [role.pk]})
        assert ViewDefault.objects.get().role == role

    def test_nobodys_list_opens_with_what_they_do_not_meet(self, client_for, owner, rep):
        reply = client_for(owner).post(NEW, {"name": "B", "audience": "me", "roles": [rep.role.pk]})
        assert (reply.status_code, list(reply.context["form"].errors)) == (422, ["audience"])
        view = view_of(owner, audience=Audience.ALL, roles=[rep.role])
        actions.revise_view(view, name="B", audience=Audience.ME, by=owner)
        assert not ViewDefault.objects.exists()


class TestPins:
    def test_a_pinned_view_stands_in_the_sidebar_until_it_is_taken_out(self, client_for, rep, people):
        view = view_of(rep, name="Riyadh people")
        client = client_for(rep)
        client.post(f"/views/{view.pk}/pin/")
        link = f'href="/acme/views/{view.pk}/" title="Riyadh people"'
        assert link in client.get("/today/").content.decode()
        assert f'{link} aria-current="page"' in client.get(f"/people/?view={view.pk}").content.decode()
        client.post(f"/views/{view.pk}/pin/")
        assert link not in client.get("/today/").content.decode()

    def test_what_is_given_up_leaves_the_sidebar(self, client_for, owner, rep):
        view = view_of(owner, audience=Audience.ALL)
        client = client_for(rep)
        client.post(f"/views/{view.pk}/pin/")
        actions.delete_view(view, by=owner)
        assert f"/views/{view.pk}/" not in client.get("/today/").content.decode()

    def test_the_oldest_of_too_many_makes_room(self, client_for, rep):
        views = [view_of(rep, name=str(number)) for number in range(13)]
        for view in views:
            client_for(rep).post(f"/views/{view.pk}/pin/")
        rep.refresh_from_db()
        assert rep.lists["pins"] == [view.pk for view in views[1:]]


def test_tabs_stand_in_the_order_of_their_names(client_for, rep, people):
    for name in ("Zebra", "Apple"):
        view_of(rep, name=name)
    assert tabs(client_for(rep).get("/people/")) == ["All", "Mine", "Apple", "Zebra"]
