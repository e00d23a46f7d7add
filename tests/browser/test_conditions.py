"""Conditions put together by keyboard, beside the list; and the same without scripts."""

import re

import pytest
from playwright.sync_api import expect

from contacts.people.actions import create_contact
from crm.tenants.scope import tenant_scope


@pytest.fixture
def people(firm):
    with tenant_scope(firm.tenant):
        for name, city in (("Noura", "جدة"), ("Sara", "الرياض"), ("Maha", "الدمام")):
            create_contact(name=name, city=city, by=firm.rep)


def test_two_alternatives_by_keyboard(firm, people, sign_in):
    page = sign_in(firm.rep)
    page.go("/people/")
    page.locator("a.wl-chip-add[data-drawer]").press("Enter")
    field = page.locator("#id_g0c0-field")
    expect(field).to_be_focused()
    field.select_option("city")
    expect(page.locator("#id_g0c0-op")).to_have_value("has")
    page.locator("#id_g0c0-value").fill("جده")
    page.locator("#add-0").press("Enter")
    second = page.locator("#id_g0c1-field")
    expect(second).to_be_focused()
    expect(page.locator("#id_g0c0-value")).to_have_value("جده")
    second.select_option("name")
    page.locator("#id_g0c1-value").fill("maha")
    page.locator("select[name=g0-join]").select_option("any")
    page.locator("#id_g0c1-value").press("Enter")
    page.wait_for_url("**/people/?where=*")
    expect(page.locator("tbody th a")).to_have_text(["Maha", "Noura"])
    page.locator(".wl-bar .wl-chip a").first.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page).not_to_have_url(re.compile("where"))


def go_on_by(page, button):
    """The page that it leads to is there: the one before looks much the same."""
    with page.expect_navigation():
        page.locator(button).first.click()


def test_without_scripts(firm, people, sign_in, browser, live_server):
    signed_in = sign_in(firm.rep)
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/{firm.tenant.slug}/people/")
    go_on_by(page, "a.wl-chip-add[data-drawer]")
    page.locator("#id_g0c0-field").select_option("city")
    go_on_by(page, "button[value=draw]")
    page.locator("#id_g0c0-value").fill("الرياض")
    go_on_by(page, "#add-0")
    go_on_by(page, "button[value='drop:0:1']")
    go_on_by(page, ".wl-form-foot .btn-primary")
    expect(page.locator("tbody th a")).to_have_text(["Sara"])
    context.close()
