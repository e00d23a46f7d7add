"""The focus stays where the work is: after an edit in place, after a drawer, in what a search found."""

import pytest
from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from sales.deals.actions import open_deal


@pytest.fixture
def deal(firm):
    with tenant_scope(firm.tenant):
        return open_deal(title="فيلا النرجس", amount_minor=4_850_000, owner=firm.rep, by=firm.rep)


def test_a_fact_keeps_the_focus_saved_or_not(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go(f"/deals/{deal.pk}/")
    pencil, field = page.locator("#fact-title .wl-edit"), page.locator("#fact-title input[name=title]")
    for key, title in (("Escape", "فيلا النرجس"), ("Enter", "فيلا الياسمين")):
        pencil.press("Enter")
        field.fill("فيلا الياسمين")
        field.press(key)
        expect(page.locator("#fact-title dd")).to_contain_text(title)
        expect(pencil).to_be_focused()
    expect(page.locator("h1")).to_have_text("فيلا الياسمين")


def test_a_drawer_gives_the_focus_back_to_the_menu_it_came_from(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/people/")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("details[data-key=c] > summary")).to_be_focused()


def test_arrows_walk_through_what_was_found_and_enter_asks_for_all(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/today/")
    page.keyboard.press("/")
    page.keyboard.type("النرجس")
    expect(page.locator("#search-results .dropdown-item")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-results .dropdown-item")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("main .dropdown-item")).to_be_visible()


@pytest.mark.parametrize(("digits", "written"), [("latn", "1"), ("arab", "١"), ("arabext", "۱")])
def test_chosen_rows_are_counted_in_the_readers_digits(firm, deal, sign_in, digits, written):
    with tenant_scope(firm.tenant):
        firm.rep.digits = digits
        firm.rep.save()
    page = sign_in(firm.rep)
    page.go("/deals/table/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulkbar] [data-count]")).to_have_text(written)


def test_a_collapsed_sidebar_opens_again(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/today/")
    for shape in ("rail", "open"):
        page.focus("[data-rail]")
        page.keyboard.press("Enter")
        expect(page.locator(".wl-app")).to_have_attribute("data-nav", shape)
        page.reload()
        expect(page.locator(".wl-app")).to_have_attribute("data-nav", shape)
