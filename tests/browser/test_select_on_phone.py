"""Rows are chosen on a phone too: one asks to select, touches rows, or takes all that match."""

import pytest
from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from tests import make


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "has_touch": True, "viewport": {"width": 390, "height": 844}}


@pytest.fixture
def people(firm):
    with tenant_scope(firm.tenant):
        return [make.contact(name, by=firm.rep, phones=["+966551112233"]) for name in ("Huda", "Noura", "Sara")]


def middle(row):
    """Taps the middle of a row, where its name leads on to the page otherwise."""
    box = row.bounding_box()
    row.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_rows_are_touched_to_be_chosen_once_one_asks_to(firm, people, sign_in):
    page = sign_in(firm.rep)
    page.go("/people/")
    rows, box, ask = page.locator("tbody tr"), page.locator("tbody input[name=ids]"), page.locator("[data-select-rows]")
    expect(box.first).to_be_hidden()
    ask.tap()
    expect(ask).to_have_attribute("aria-pressed", "true")
    middle(rows.nth(1))
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-bulkbar]")).to_be_visible()
    middle(rows.nth(1))
    expect(page.locator("[data-bulkbar]")).to_be_hidden()
    page.locator("thead label").tap()
    assert box.evaluate_all("all => all.every(each => each.checked)")
    ask.tap()
    expect(page.locator("[data-bulkbar]")).to_be_hidden()
    middle(rows.first)
    page.wait_for_url("**/people/*/")


def test_a_number_in_a_row_is_large_enough_for_a_finger(firm, people, sign_in):
    page = sign_in(firm.rep)
    page.go("/people/")
    assert page.locator("tbody a[href^='tel:']").first.bounding_box()["height"] >= 24
