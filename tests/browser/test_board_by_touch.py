"""The board under a finger: a short hold lifts a card, a mere stroke scrolls."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from sales.deals.actions import open_deal
from sales.models import Deal
from tests.browser.board import card_in
from tests.flows.workers import eventually

TABLET = {"has_touch": True, "viewport": {"width": 1180, "height": 820}}
PHONE = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}


class Finger:
    def __init__(self, page):
        self.page, self.session = page, page.context.new_cdp_session(page)

    def touch(self, kind, *place):
        points = [{"x": place[0], "y": place[1]}] if place else []
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def stroke(self, start, end, *, hold=0, until=lambda: None):
        """From one place to another in small steps, after holding still for so many milliseconds; the finger stays
        until something has followed it."""
        self.touch("touchStart", *start)
        self.page.wait_for_timeout(hold)
        for step in range(1, 21):
            self.touch("touchMove", *(a + (b - a) * step / 20 for a, b in zip(start, end, strict=True)))
            self.page.wait_for_timeout(15)
        until()
        self.touch("touchEnd")


@pytest.fixture
def deal(firm):
    with tenant_scope(firm.tenant):
        return open_deal(title="فيلا النرجس", amount_minor=4_850_000, owner=firm.rep, by=firm.rep)


def stage_of(firm, deal):
    with tenant_scope(firm.tenant):
        return Deal.objects.get(pk=deal.pk).stage.key


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"], 300) / 2


@pytest.mark.browser_context_args(**TABLET)
def test_a_held_card_follows_the_finger(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/deals/")
    card, approval = page.locator(f"#card-{deal.pk}"), page.locator(f"[data-stage='{firm.stages['approval']}']")
    there = expect(card_in(page, firm, deal, "approval"))
    Finger(page).stroke(middle(card), middle(approval), hold=400, until=there.to_be_attached)
    there.to_be_visible()
    assert eventually(lambda: stage_of(firm, deal) == "approval", "the deal is in approval")


@pytest.mark.browser_context_args(**PHONE)
def test_a_stroke_over_a_card_scrolls_to_the_next_column(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.clock.install()
    page.go("/deals/")
    page.clock.pause_at(datetime.now() + timedelta(hours=1))  # or a slow machine makes a stroke long enough to hold
    x, y = middle(page.locator(f"#card-{deal.pk}"))
    Finger(page).stroke((x, y), (x + 250, y))  # the way an Arabic page is read
    measurement = page.locator(f"[data-stage='{firm.stages['measurement']}']")
    expect(measurement).to_be_in_viewport(ratio=0.5)
    assert stage_of(firm, deal) == "first_call"
