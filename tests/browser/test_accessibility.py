"""axe-core finds nothing to complain of on any page: WCAG 2.2, levels A and AA, in both directions and both themes.

The pages are those of the table of addresses, as the owner opens them, or a stranger: one in Arabic, the next in
English, each in both themes. With WASL_AXE=all every page is asked in all three languages.
"""

import os
from collections import defaultdict
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from crm.runner.places import ROOT
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from tests import make
from tests.architecture.test_urls import ROWS, prepared

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
ASK = """async asked => (await axe.run({...asked, resultTypes: ['violations']})).violations.map(
    each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' · ' + node.failureSummary)])"""
EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # all that a theme changes
AT_REST = """() => Promise.allSettled(document.getAnimations().filter(
    each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished))"""
DARK = "document.documentElement.dataset.bsTheme = 'dark'"
LANGUAGES, EVERY = ("ar", "fa", "en"), os.environ.get("WASL_AXE") == "all"
PAGES = [row for row in ROWS if row.method == "get" and (row.public == 200 or row.public is None and row.owner == 200)]
ROOMS = defaultdict(list)
for each in PAGES:
    ROOMS[each.url.partition(":")[0] if ":" in each.url else "accounts"].append(each)


def speak(page, cast, live_server, language, theme="light"):
    """What follows is in this language and theme, for the owner by their own choice, for strangers by a cookie."""
    with tenant_scope(cast.owner.tenant):
        Member.objects.filter(pk=cast.owner.pk).update(language=language, theme=theme)
    names = {"language": language, "theme": theme}
    page.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in names.items()])


def complaints_about(page, address):
    """What axe-core says of the page; nothing of what is not one: a fragment, a file, an answer to a program."""
    answer = page.request.get(address)
    if not answer.headers["content-type"].startswith("text/html") or "<html" not in answer.text()[:2000]:
        return []
    assert page.goto(address).ok, (address, answer.status)
    page.evaluate(AXE)
    light = page.evaluate(ASK, EVERYTHING)
    page.evaluate(DARK)
    return light + page.evaluate(ASK, COLOURS)


@pytest.fixture
def cast(committed_db):
    """The workspace of the table of addresses, for a server to show."""
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    _zenith, outsider = make.workspace("Zenith", slug="zenith", owner="Otto Outsider")
    with tenant_scope(tenant):
        manager = make.member(by=owner, role="manager", name="Mona Manager")
        team = make.team("Sales", manager=manager)
        rep = make.member(by=owner, role="rep", name="Rami Rep", team=team)
        agent, reader = (make.member(by=owner, role=role, name=f"The {role}") for role in ("agent", "reader"))
    return SimpleNamespace(owner=owner, manager=manager, rep=rep, agent=agent, reader=reader, outsider=outsider)


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_shuts_anybody_out(room, cast, sign_in, live_server):
    page, found = sign_in(cast.owner), {}
    for number, row in enumerate(sorted(ROOMS[room], key=lambda row: row.public is not None)):
        if row.public is not None:
            page.context.clear_cookies()  # as a stranger meets it
        with tenant_scope(cast.owner.tenant):
            path, data = prepared(row, cast)
        address = f"{live_server.url}{path}?{urlencode(data, doseq=True)}"
        for language in LANGUAGES if EVERY else [("ar", "en")[number % 2]]:
            speak(page, cast, live_server, language)
            if wrong := complaints_about(page, address):
                found[str(row), language] = wrong
    assert found == {}


# what opens above a page, by keyboard: (page, the key or what Enter is pressed on, what is then there)
OPENED = (
    ("people/", "Control+k", "#palette [role=option]"),
    ("people/", "?", "#keys[open]"),
    ("people/", "[data-key=c] > summary", "[data-key=c] .wl-pop"),
    ("people/", "[data-key=f] > summary", ".wl-filterform button"),
    ("people/", ".wl-bar > a[data-drawer]", "#drawer.show form"),  # conditions
    ("people/", ".wl-head-actions a[data-drawer]", "#drawer.show form"),  # a new one
    ("people/{person}/", ".wl-edit", "#main dd form"),
    ("deals/", ".wl-boardcard [data-stage-menu]", "#stage-menu button"),
)


def test_nothing_that_opens_shuts_anybody_out(cast, sign_in, live_server):
    page, found = sign_in(cast.owner), {}
    with tenant_scope(cast.owner.tenant):
        person = make.contact("Huda Al-Otaibi", by=cast.owner, phones=["+966551112233"])
        make.deal(by=cast.owner)
    for number, (path, what, there) in enumerate(OPENED):
        speak(page, cast, live_server, ("ar", "en")[number % 2], ("light", "dark")[number // 2 % 2])
        page.go(f"/{path.format(person=person.pk)}")
        if what[0] in ".#[":
            page.locator(what).first.press("Enter")
        else:
            page.keyboard.press(what)
        page.locator(there).first.wait_for()
        page.evaluate(AT_REST)
        page.evaluate(AXE)
        if wrong := page.evaluate(ASK, EVERYTHING):
            found[path, what] = wrong
    assert found == {}
