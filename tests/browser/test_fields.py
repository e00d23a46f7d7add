"""Fields put in order by mouse and keyboard, and a form that asks for one only where another says so."""

import re

import pytest
from playwright.sync_api import expect

from crm.records import registry
from crm.records.fields.actions import add_field
from crm.records.models import Layout
from crm.tenants.models import Tenant
from crm.tenants.scope import tenant_scope


@pytest.fixture
def fields(firm):
    kind_of, by = registry.get("contact"), firm.owner
    with tenant_scope(Tenant.objects.get(pk=firm.tenant.pk)):
        house = add_field(kind_of, kind="yes", name="Owns", by=by)
        licence = add_field(
            kind_of, kind="text", name="Licence", by=by, condition={"field": "kind", "values": ["supplier"]}
        )
        floor = add_field(kind_of, kind="text", name="Floor", by=by, condition={"field": house.key, "values": [True]})
    return house, licence, floor


def test_a_form_asks_for_what_applies(firm, fields, sign_in):
    house, licence, floor = fields
    page = sign_in(firm.owner)
    page.go("/people/new/")
    asked = {field: page.locator(f"[name={field.key}]") for field in fields}
    expect(asked[licence]).to_be_hidden()
    page.locator("[name=kind]").select_option("supplier")
    expect(asked[licence]).to_be_visible()
    expect(asked[floor]).to_be_hidden()
    asked[house].select_option("yes")
    expect(asked[floor]).to_be_visible()
    asked[house].select_option("no")
    expect(asked[floor]).to_be_hidden()
    page.locator("[name=name]").fill("Noura")
    page.locator(".wl-form-foot .btn-primary").click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))  # with its scripts, or the link leads to a page
    page.locator("a[data-drawer][href$='/edit/']").first.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator(f"[name={licence.key}]")).to_be_visible()
    expect(drawer.locator(f"[name={floor.key}]")).to_be_hidden()
    drawer.locator("[name=kind]").select_option("customer")
    expect(drawer.locator(f"[name={licence.key}]")).to_be_hidden()


def test_fields_are_put_in_order_by_keyboard_and_by_mouse(firm, fields, sign_in):
    page = sign_in(firm.owner)
    page.go("/settings/fields/contact/")
    row = page.locator(f"[data-pk={fields[0].key}]")
    with page.expect_response("**/order/"):
        row.locator(".wl-grip").press("ArrowUp")
    expect(row.locator(".wl-grip")).to_be_focused()
    with page.expect_response("**/order/"):
        page.locator(f"[data-pk={fields[1].key}] .wl-grip").drag_to(page.locator("[data-pk=birthday]"))
    with tenant_scope(firm.tenant):
        sections = {each["key"]: each["fields"] for each in Layout.objects.get().sections}
    assert fields[0].key in sections["own1"] and fields[1].key in sections["own1"]
    assert abs(sections["own1"].index(fields[1].key) - sections["own1"].index("birthday")) == 1

    page.locator("a[data-drawer][href$='/contact/new/']").click()
    page.locator(".wl-kind").nth(6).click()
    page.locator("#drawer [data-add-row]").click()
    page.locator("#drawer [name=options_name]").nth(4).fill("Glass")
    page.locator("#drawer [name=options_name]").nth(0).fill("Wood")
    page.locator("#drawer [name=name]").fill("Frame")
    page.locator("#drawer .btn-primary").click()
    expect(page.locator(".wl-field-row", has_text="Frame")).to_be_visible()
