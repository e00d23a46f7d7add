"""The board without a mouse, in both directions: the arrow that points to a stage as it is seen leads there."""

import pytest
from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from sales.deals.actions import open_deal
from sales.models import Deal
from tests.browser.board import card_in
from tests.flows.workers import eventually

ONWARD = {"ar": "Shift+ArrowLeft", "en": "Shift+ArrowRight"}


@pytest.fixture
def deal(firm):
    with tenant_scope(firm.tenant):
        return open_deal(title="فيلا النرجس", amount_minor=4_850_000, owner=firm.rep, by=firm.rep)


def comes_to(firm, deal, stage):
    """Whether the move that the page shows at once has been stored as well, within moments."""

    def stored():
        with tenant_scope(firm.tenant):
            return Deal.objects.filter(pk=deal.pk, stage__key=stage).exists()

    return eventually(stored, f"the deal is in {stage}")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_card_moves_by_the_arrow_that_points_there(firm, deal, sign_in, language):
    with tenant_scope(firm.tenant):
        firm.rep.language = language
        firm.rep.save()
    page = sign_in(firm.rep)
    page.go("/deals/")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    page.focus(f"#card-{deal.pk} a.wl-boardcard-title")
    page.keyboard.press(ONWARD[language])
    visit = page.locator("#modal input[name=visit_at]")  # the stage asks for the visit
    visit.fill("2031-05-14 10:30")
    visit.press("Enter")
    expect(card_in(page, firm, deal, "measurement")).to_be_visible()
    assert comes_to(firm, deal, "measurement")
    expect(page.locator(".modal-backdrop")).to_have_count(0)  # till then the question keeps the focus
    page.focus(f"#card-{deal.pk} a.wl-boardcard-title")
    page.keyboard.press(ONWARD[language])
    expect(card_in(page, firm, deal, "approval")).to_be_visible()
    assert comes_to(firm, deal, "approval")


def test_the_menu_names_the_stages(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/deals/")
    page.focus(f"#card-{deal.pk} a.wl-boardcard-title")
    page.keyboard.press("m")
    menu = page.locator("#stage-menu")
    expect(menu).to_be_visible()
    menu.get_by_role("menuitem", name="الموافقة").click()
    expect(card_in(page, firm, deal, "approval")).to_be_visible()


def test_a_card_is_dragged(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/deals/")
    card = page.locator(f"#card-{deal.pk}").bounding_box()
    column = page.locator(f"[data-stage='{firm.stages['approval']}']").bounding_box()
    page.mouse.move(card["x"] + 40, card["y"] + 60)
    page.mouse.down()
    page.mouse.move(card["x"] + 20, card["y"] + 70, steps=5)
    page.mouse.move(column["x"] + 60, column["y"] + 60, steps=15)
    expect(card_in(page, firm, deal, "approval")).to_be_attached()  # it looks where the pointer is 20 times a second
    page.mouse.up()
    expect(card_in(page, firm, deal, "approval")).to_be_visible()
    assert comes_to(firm, deal, "approval")
