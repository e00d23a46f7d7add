"""axe-core finds nothing to complain of on any page: WCAG 2.2, levels A and AA, in both directions and both themes.

The pages are those of the table of addresses, as the owner opens them, or a stranger. Each is loaded in Arabic and in
English, and each time asked by all rules in the light theme and by those of colours in the dark one. A theme changes
colours and nothing else. A direction brings other style sheets and other words, so that contrast, sizes, overlaps,
scrolled regions, names and languages may all differ; the other rules cost a twentieth of the whole, so they
are not left out. With WASL_AXE=all Persian is asked as well.

While a page is there in Arabic it is also asked whether it fits a phone (phone.py).
"""

import os

import pytest

from crm.runner.places import ROOT
from crm.tenants.scope import tenant_scope
from tests import make
from tests.browser.pages import ROOMS, address_of, is_a_page, speak
from tests.browser.phone import misfits

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
# Without what is not told below, for which axe would look all the same: paths to what is wrong, the style sheets' text
ASK = """async asked => (await axe.run({
    ...asked, resultTypes: ['violations'], selectors: false, preload: {assets: ['media']}})).violations.map(
    each => [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' · ' + node.failureSummary)])"""
EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # all that a theme changes
AT_REST = """() => Promise.allSettled(document.getAnimations().filter(
    each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished))"""
DARK = "document.documentElement.dataset.bsTheme = 'dark'"
LANGUAGES = ("ar", "fa", "en") if os.environ.get("WASL_AXE") == "all" else ("ar", "en")


def complaints_about(page):
    """What axe-core says of the page that is open, in both themes."""
    light = page.evaluate(ASK, EVERYTHING)
    page.evaluate(DARK)
    return light + page.evaluate(ASK, COLOURS)


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_shuts_anybody_out(room, cast, sign_in, live_server, complaints):
    page, found = sign_in(cast.owner), {}
    complaints.foresee("default-src 'none'")  # a picture by itself, which the browser would dress
    page.add_init_script(AXE)
    for row in sorted(ROOMS[room], key=lambda row: row.public is not None):
        if row.public is not None:
            page.context.clear_cookies()  # as a stranger meets it
        address = address_of(row, cast, live_server)
        for language in LANGUAGES:
            speak(page, cast.owner, live_server, language)
            if not is_a_page(page, address):
                break
            if wrong := complaints_about(page):
                found[str(row), language] = wrong
            if language == "ar" and (wrong := misfits(page)):
                found[str(row), "on a phone"] = wrong
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_opens_shuts_anybody_out(cast, sign_in, live_server, language):
    page, found = sign_in(cast.owner), {}
    page.add_init_script(AXE)
    with tenant_scope(cast.owner.tenant):
        person = make.contact("Huda Al-Otaibi", by=cast.owner, phones=["+966551112233"])
        make.deal(by=cast.owner)
    speak(page, cast.owner, live_server, language)
    for path, what, there in OPENED:
        page.go(f"/{path.format(person=person.pk)}")
        if what[0] in ".#[":
            page.locator(what).first.press("Enter")
        else:
            page.keyboard.press(what)
        page.locator(there).first.wait_for()
        page.evaluate(AT_REST)
        if wrong := complaints_about(page):
            found[path, what] = wrong
    assert found == {}
