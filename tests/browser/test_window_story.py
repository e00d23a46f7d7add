"""The story in Chromium, in Arabic: a request on a page outside, a call, a visit, a drawing, a document, a figure."""

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from crm.activities.models import Task
from crm.demo.website import write_page
from crm.documents.models import Document
from crm.tenants.scope import tenant_scope
from sales.models import Deal
from tests.browser.board import card_in
from tests.flows.workers import eventually

DRAWING = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def until(firm, condition, what):
    def holds():
        with tenant_scope(firm.tenant):
            return condition()

    return eventually(holds, what)


@pytest.fixture
def website(firm, live_server):
    """The firm's own page, a plain file that a browser opens from the disk."""
    with override_settings(PUBLIC_URL=live_server.url), tenant_scope(firm.tenant):
        return write_page(firm.tenant, firm.form)


def ask(context, website):
    page = context.new_page()
    page.goto(website.as_uri())
    page.fill("input[name=name]", "نورة الحربي")
    page.fill("input[name=phone]", "٠٥٥١٢٠٤٤٧٧")
    page.fill("input[name=service]", "14 نافذة")
    page.click("button")
    expect(page.locator("[role=status] h1")).to_be_visible()
    page.close()


def test_a_request_becomes_an_installed_window(firm, worker, website, context, sign_in):
    ask(context, website)
    deal = until(firm, lambda: Deal.objects.first(), "the request is a deal")
    the_rep_calls(firm, sign_in(firm.rep, by_form=True), deal)
    the_surveyor_measures(firm, sign_in(firm.surveyor), deal)
    the_document_is_made(firm, sign_in(firm.rep), deal)
    the_manager_looks(firm, sign_in(firm.manager))


def the_rep_calls(firm, page, deal):
    page.go("/deals/")
    page.click(f"#card-{deal.pk} a.wl-boardcard-title")
    page.wait_for_url(f"**/deals/{deal.pk}/")
    expect(page.locator("h1")).to_contain_text("14")
    page.get_by_role("tab", name="مكالمة").click()
    page.locator("form[action*='/calls/'] textarea[name=body]").fill("تريد زيارة غدًا")
    page.locator("form[action*='/calls/'] button:not([type=button])").last.click()
    expect(page.get_by_text("تريد زيارة غدًا").first).to_be_visible()
    page.go("/deals/")
    page.focus(f"#card-{deal.pk} a.wl-boardcard-title")
    page.keyboard.press("Shift+ArrowLeft")
    visit = page.locator("#modal input[name=visit_at]")
    visit.fill("2031-05-14 10:30")
    visit.press("Enter")
    expect(card_in(page, firm, deal, "measurement")).to_be_visible()
    until(firm, lambda: Task.objects.filter(owner=firm.surveyor).exists(), "the surveyor has a visit to make")


def the_surveyor_measures(firm, page, deal):
    page.go(f"/deals/{deal.pk}/")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "مخطط.pdf", "mimeType": "application/pdf", "buffer": DRAWING}
    )  # fmt: skip
    expect(page.get_by_text("مخطط.pdf").first).to_be_visible()
    page.go("/deals/")
    page.focus(f"#card-{deal.pk} a.wl-boardcard-title")
    page.keyboard.press("Shift+ArrowLeft")
    expect(card_in(page, firm, deal, "approval")).to_be_visible()
    price = lambda: Task.objects.filter(owner=firm.rep, done_at=None, subject__contains="السعر").exists()  # noqa: E731
    until(firm, price, "the rep has to work out the price")


def the_document_is_made(firm, page, deal):
    page.go(f"/people/{deal.contact_id}/edit/")
    page.fill("[name=address]", "حي النرجس، الرياض")
    page.press("[name=given_name], [name=name]", "Enter")
    page.wait_for_url(f"**/people/{deal.contact_id}/")
    page.go(f"/deals/{deal.pk}/edit/")
    page.fill("[name=amount_minor]", "٤٨٬٥٠٠")
    page.press("[name=amount_minor]", "Enter")
    page.wait_for_url(f"**/deals/{deal.pk}/")
    page.go("/deals/")
    page.focus(f"#card-{deal.pk} a.wl-boardcard-title")
    page.keyboard.press("Shift+ArrowLeft")
    expect(card_in(page, firm, deal, "payment")).to_be_visible()
    until(firm, lambda: Document.objects.filter(state="ready").exists(), "the document is ready")
    page.go(f"/deals/{deal.pk}/")
    expect(page.locator("a[href*='/documents/']").first).to_be_visible()


def the_manager_looks(firm, page):
    page.go("/reports/")
    expect(page.locator(".wl-kpi").first).to_be_visible()
    page.locator(".wl-funnel a").first.click()
    expect(page.locator("h1")).to_be_visible()
