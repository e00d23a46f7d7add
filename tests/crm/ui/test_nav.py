"""The shell's menus: declared, in order, only what the member may use, the page's own entry marked."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import reverse

from crm.ui import nav
from crm.ui.context import Shell


@pytest.fixture
def pages(settings, monkeypatch):
    """Three declared pages; the member holds the right `reports` only."""
    places = {"home": "/", "people": "/people/", "people_old": "/people/old/"}
    monkeypatch.setattr(nav, "addresses", lambda *names: tuple(map(places.get, names)))
    monkeypatch.setattr(nav, "can", lambda member, right: right == "reports")
    settings.NAVIGATION = {
        "main": [
            {"label": "Today", "icon": "home", "url_name": "home", "needs": "", "tab": True},
            {"label": "People", "icon": "users", "url_name": "people", "needs": "reports", "group": "Sales"},
            {"label": "Old", "icon": "archive", "url_name": "people_old", "needs": "settings", "group": "Sales"},
        ]
    }


def active(path):
    return [item.label for item in nav.menu("main", None, path) if item.active]


def test_what_the_member_may_not_use_is_left_out(pages):
    assert [item.label for item in nav.menu("main", None)] == ["Today", "People"]


@pytest.mark.parametrize(("path", "label"), [("/", "Today"), ("/people/", "People"), ("/people/7/", "People")])
def test_the_entry_above_the_page_is_marked(pages, path, label):
    assert active(path) == [label]


def test_a_hidden_entry_marks_nothing_else_wrongly(pages):
    assert active("/people/old/3/") == ["People"]


def test_entries_stand_under_their_groups(pages):
    assert [(group.label, len(group.items)) for group in nav.grouped(nav.menu("main", None))] == [("", 1), ("Sales", 1)]


def test_an_unknown_menu_is_empty(pages):
    assert nav.menu("nowhere", None) == ()


def test_every_declared_entry_leads_somewhere(settings):
    for entries in settings.NAVIGATION.values():
        for entry in entries:
            assert reverse(entry["url_name"])


def test_the_shell_asks_nothing_before_it_is_drawn(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.member = SimpleNamespace(theme="dark", density="compact")
    shell = Shell(request)
    assert (shell.theme, shell.density) == ("dark", "compact")


def test_a_stranger_gets_the_devices_theme_and_no_menu():
    shell = Shell(RequestFactory().get("/"))
    assert (shell.theme, shell.density, shell.unread, shell.sidebar) == ("auto", "default", 0, "open")


def test_a_forged_sidebar_cookie_changes_nothing():
    request = RequestFactory().get("/")
    request.COOKIES["sidebar"] = '"><script>'
    assert Shell(request).sidebar == "open"
