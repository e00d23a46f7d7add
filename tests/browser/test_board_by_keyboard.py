"""The board without a mouse, in both directions: the arrow that points to a stage as it is seen leads there."""

import pytest
from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from sales.deals.actions import open_deal
from sales.models import Deal

ONWARD = {"ar": "Shift+ArrowLeft", "en": "Shift+ArrowRight"}


@pytest.fixture
def deal(firm):
    with tenant_scope(firm.tenant):
        return open_deal(title="فيلا النرجس", amount_minor=4_850_000, owner=firm.rep, by=firm.rep)


def stage_of(firm, deal):
    with tenant_scope(firm.tenant):
        return Deal.objects.select_related("stage").get(pk=deal.pk).stage.key


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_card_moves_by_the_arrow_that_points_there(firm, deal, sign_in, language):
    with tenant_scope(firm.tenant):
        firm.rep.language = language
        firm.rep.save()
    page = sign_in(firm.rep)
    page.go("/deals/")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    page.focus(f"#card-{deal.pk} a.wl-deal-title")
    page.keyboard.press(ONWARD[language])
    visit = page.locator("#modal input[name=visit_at]")  # the stage asks for the visit
    visit.fill("2031-05-14 10:30")
    visit.press("Enter")
    expect(page.locator(f'[data-stage="measurement"] #card-{deal.pk}')).to_be_visible()
    assert stage_of(firm, deal) == "measurement"
    page.focus(f"#card-{deal.pk} a.wl-deal-title")
    page.keyboard.press(ONWARD[language])
    expect(page.locator(f'[data-stage="approval"] #card-{deal.pk}')).to_be_visible()
    assert stage_of(firm, deal) == "approval"


def test_the_menu_names_the_stages(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/deals/")
    page.focus(f"#card-{deal.pk} a.wl-deal-title")
    page.keyboard.press("m")
    menu = page.locator("#stage-menu")
    expect(menu).to_be_visible()
    menu.get_by_role("menuitem", name="الموافقة").click()
    expect(page.locator(f'[data-stage="approval"] #card-{deal.pk}')).to_be_visible()


def test_a_card_is_dragged(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/deals/")
    card = page.locator(f"#card-{deal.pk}").bounding_box()
    column = page.locator('[data-stage="approval"]').bounding_box()
    page.mouse.move(card["x"] + 40, card["y"] + 60)
    page.mouse.down()
    page.mouse.move(card["x"] + 20, card["y"] + 70, steps=5)
    page.mouse.move(column["x"] + 60, column["y"] + 60, steps=15)
    page.mouse.up()
    expect(page.locator(f'[data-stage="approval"] #card-{deal.pk}')).to_be_visible()
    page.wait_for_timeout(300)
    assert stage_of(firm, deal) == "approval"
