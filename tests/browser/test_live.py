"""Two people on one page: what one changes the other sees, but not under their hands."""

from playwright.sync_api import expect

from contacts.people.actions import create_contact, update_contact
from crm.tenants.scope import tenant_scope

ASK = "document.dispatchEvent(new Event('bell'))"  # what the clock does every 15 s


def test_a_colleagues_change_arrives_and_waits_for_hands_that_write(firm, sign_in):
    with tenant_scope(firm.tenant):
        contact = create_contact(name="Omar Nasser", owner=firm.rep, by=firm.rep)
    page = sign_in(firm.rep)
    page.go(f"/people/{contact.pk}/")
    head = page.locator("#record-head")
    expect(head).to_contain_text("Omar Nasser")
    with tenant_scope(firm.tenant):
        update_contact(contact, name="Omar Haddad", by=firm.manager)
    page.evaluate(ASK)
    expect(head).to_contain_text("Omar Haddad")

    note = page.locator("#composer textarea, textarea").first
    note.fill("He asks for")
    with tenant_scope(firm.tenant):
        contact.refresh_from_db()
        update_contact(contact, name="Omar Saleh", by=firm.manager)
    with page.expect_event("requestfinished", lambda request: "watch=" in request.url):
        page.evaluate(ASK)
    page.wait_for_timeout(500)  # nothing comes of it while somebody writes
    expect(head).to_contain_text("Omar Haddad")
    note.blur()
    expect(head).to_contain_text("Omar Saleh")
    expect(note).to_have_value("He asks for")
