"""One person in several workspaces: the menu that leads from one to the other."""

import re

import pytest
from django.utils.html import strip_tags

from crm.notify.actions import notify_member
from crm.setup.actions import seat_member
from crm.setup.members.actions import deactivate
from crm.tenants.models import Tenant
from crm.tenants.scope import tenant_scope
from tests.conftest import MemberClient, out_of_scope

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def elsewhere(rep, outsider):
    """A seat in Zenith, where two notices wait; another person's are none of theirs."""
    with out_of_scope(), tenant_scope(outsider.tenant):
        outsider.tenant = Tenant.objects.get(pk=outsider.tenant_id)
        seat = seat_member(user=rep.user, role="rep", by=outsider)
        for key in ("a", "b"):
            notify_member(seat, "rule.failed", key=key, data={"rule": "R", "reason": "x"})
        notify_member(outsider, "rule.failed", key="c", data={"rule": "R", "reason": "x"})
    return seat


def entries(page):
    """(address, words, whether it is the present one) of the menu."""
    found = re.findall(r'<a class="dropdown-item"[^>]*href="([^"]+)"([^>]*)>(.*?)</a>', page, re.DOTALL)
    return [(url, " ".join(strip_tags(words).split()), "aria-current" in rest) for url, rest, words in found]


def test_the_menu_marks_the_present_one_and_counts_what_waits(rep, elsewhere):
    page = MemberClient(rep).get("/workspaces/?here=acme", **HTMX).content.decode()
    first, second, *_rest = entries(page)
    assert (first[0], first[2], "New notifications" in first[1]) == ("/acme/", True, False)
    assert (second[0], second[2]) == ("/zenith/", False)
    assert second[1].endswith("New notifications: 2")


def test_without_script_the_page_says_the_same(rep, elsewhere):
    page = MemberClient(rep).get("/workspaces/").content.decode()
    assert 'href="/acme/"' in page
    assert 'href="/zenith/"' in page
    assert "New notifications" in page


def test_a_seat_out_of_use_is_not_offered(rep, elsewhere, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        deactivate(elsewhere, by=outsider)
    page = MemberClient(rep).get("/workspaces/?here=acme", **HTMX).content.decode()
    assert "zenith" not in page


def test_the_shell_asks_for_the_menu_only_when_it_is_opened(rep, elsewhere):
    page = MemberClient(rep).get("/settings/profile/").content.decode()
    assert 'hx-get="/workspaces/?here=acme"' in page
    assert "zenith" not in page


def test_the_menu_speaks_as_the_workspace_it_stands_in_does(rep, elsewhere):
    rep.language = "fa"
    rep.save()
    client = MemberClient(rep)
    assert "همهٔ فضاهای کار" in client.get("/workspaces/?here=acme", **HTMX).content.decode()
    assert "All workspaces" in client.get("/workspaces/?here=zenith", **HTMX).content.decode()


def test_a_slug_that_is_not_ones_own_marks_nothing(rep, elsewhere):
    page = MemberClient(rep).get("/workspaces/?here=<b>", **HTMX).content.decode()
    assert "aria-current" not in page
    assert "<b>" not in page


def test_each_workspace_costs_one_look(rep, elsewhere, django_assert_max_num_queries):
    client = MemberClient(rep)
    client.get("/workspaces/", **HTMX)
    with django_assert_max_num_queries(20):
        client.get("/workspaces/", **HTMX)
