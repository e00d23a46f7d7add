"""What was typed outlives the connection, the tab and the session; and nobody else's eyes get it."""

from playwright.sync_api import expect

from contacts.people.actions import create_contact, update_contact
from crm.tenants.scope import tenant_scope

DRAFTS = "() => Object.keys(localStorage).filter((key) => key.startsWith('wasl-draft:'))"


def test_a_draft_outlives_the_connection_and_the_session_and_overwrites_nobody(firm, sign_in, context, complaints):
    with tenant_scope(firm.tenant):
        contact = create_contact(name="Omar Nasser", owner=firm.rep, by=firm.rep)
    complaints.foresee("ERR_INTERNET_DISCONNECTED", "409")
    page = sign_in(firm.rep)
    page.go(f"/people/{contact.pk}/edit/")
    name, offer = page.locator("[name=name]"), page.locator(".wl-draft")
    expect(name).to_have_value("Omar Nasser")
    name.fill("Omar Haddad")
    context.set_offline(True)
    page.wait_for_function("() => !navigator.onLine")
    page.locator("main .btn-primary").click()
    expect(page.locator(".wl-toast")).to_contain_text(page.locator("#toasts").get_attribute("data-offline"))
    expect(name).to_have_value("Omar Haddad")
    context.set_offline(False)
    page.wait_for_function("() => navigator.onLine")

    context.clear_cookies()  # the session ends, and sending leads to the sign-in page
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/accounts/login/**")
    with tenant_scope(firm.tenant):
        update_contact(contact, name="Omar Saleh", by=firm.manager)
    page = sign_in(firm.rep)
    page.go(f"/people/{contact.pk}/edit/")
    name, offer = page.locator("[name=name]"), page.locator(".wl-draft")
    expect(offer.locator("[data-meanwhile]")).to_be_visible()
    expect(name).to_have_value("Omar Saleh")  # nothing is put over what is newer
    offer.locator("[data-draft-restore]").click()
    expect(offer).to_have_count(0)
    expect(name).to_have_value("Omar Haddad")
    page.locator("main .btn-primary").click()
    expect(page.locator(".wl-clash")).to_contain_text("Omar Saleh")  # the server asks about both
    page.wait_for_load_state()
    assert page.evaluate(DRAFTS) != []
    page.locator("main .btn-primary").click()
    page.wait_for_url(f"**/people/{contact.pk}/")
    assert page.evaluate(DRAFTS) == []


def test_a_note_is_offered_back_until_it_is_saved_and_signing_out_forgets_it(firm, sign_in, complaints):
    with tenant_scope(firm.tenant):
        contact = create_contact(name="Omar Nasser", owner=firm.rep, by=firm.rep)
    page = sign_in(firm.rep)
    page.go(f"/people/{contact.pk}/")
    note = page.locator("#composer textarea").first
    note.fill("He asks for bronze handles")
    page.go("/people/")
    page.go(f"/people/{contact.pk}/")
    page.locator(".wl-draft [data-draft-restore]").click()
    expect(note).to_have_value("He asks for bronze handles")
    page.locator("#compose-note .btn-primary, #composer form.active .btn-primary").first.click()
    expect(page.locator("#timeline, .wl-timeline").first).to_contain_text("bronze handles")
    assert page.evaluate(DRAFTS) == []

    page.locator("#tab-call").click()
    page.locator("#compose-call textarea").first.fill("He called from the site")
    page.go(f"/people/{contact.pk}/")
    expect(page.locator("#compose-call .wl-draft")).to_be_visible()  # its tab is opened, or nobody would see it
    page.locator("#compose-call [data-draft-end]").click()
    assert page.evaluate(DRAFTS) == []

    page.locator("#tab-note").click()
    note.fill("A second thought")
    page.evaluate("localStorage.setItem('wasl-draft:0:/elsewhere/', JSON.stringify({ at: Date.now(), values: {} }))")
    page.go("/people/")
    assert len(page.evaluate(DRAFTS)) == 1  # what somebody else left here is gone
    page.locator("form[action$='/accounts/logout/']").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/accounts/**")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => /draft|recent/.test(key))") == []
