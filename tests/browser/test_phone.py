"""On a phone: every page fits its width and a finger, and what the shell keeps in the corner of a screen is in reach.

What the owner is shown is asked in test_accessibility.py, which has those pages open anyway.
"""

import pytest
from playwright.sync_api import expect

from contacts.people.models import Contact
from crm.tenants.scope import tenant_scope
from tests import make
from tests.browser.pages import ROOMS, address_of, is_a_page, speak
from tests.browser.phone import MISFITS, PHONE, misfits

ON_A_PHONE = pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
REPS = {room: rows for room in ROOMS if (rows := [row for row in ROOMS[room] if row.public is None and row.rep == 200])}


@ON_A_PHONE
@pytest.mark.parametrize("room", REPS)
def test_what_a_rep_is_shown_fits_a_phone(room, cast, sign_in, live_server, complaints):
    page, found = sign_in(cast.rep), {}
    complaints.foresee("default-src 'none'")  # a picture by itself, which the browser would dress
    speak(page, cast.rep, live_server, "ar")
    for row in REPS[room]:
        if is_a_page(page, address_of(row, cast, live_server)) and (wrong := misfits(page)):
            found[str(row)] = wrong
    assert found == {}


@pytest.mark.browser_context_args(viewport=PHONE)
def test_the_question_itself_sees_what_does_not_fit(page):
    wide = """<!doctype html><body dir="rtl"><div class="wl-top"><a href="#">x</a></div>
        <div class="wl-strip" style="overflow-x: auto"><div style="inline-size: 900px"><button>in a strip</button></div>
        <button style="margin-inline-start: 800px">at its end</button></div>"""
    page.set_content(wide)
    assert [(kind, what[:2]) for kind, what, *_ in page.evaluate(MISFITS)] == [("too small", "<a")]
    page.set_content(wide.replace("overflow-x: auto", ""))
    assert [kind for kind, *_ in page.evaluate(MISFITS)] == ["scrolls sideways", "too small", "out of reach"]


@ON_A_PHONE
def test_the_menu_opens_over_the_page_and_leads_on(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/people/")
    menu, more = page.locator("#side"), page.locator(".wl-tabbar a[href='#side']")
    expect(menu).to_be_hidden()
    more.tap()
    expect(menu).to_be_in_viewport(ratio=1)
    assert misfits(page) == []
    menu.locator("a[href='#main']").tap()
    expect(menu).to_be_hidden()
    more.tap()
    menu.locator("a[href$='/companies/']").first.tap()
    page.wait_for_url("**/companies/")
    expect(menu).to_be_hidden()
    expect(page.locator("h1")).to_be_in_viewport()


@ON_A_PHONE
def test_a_person_is_written_down_from_the_plus_button(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/today/")
    page.locator(".wl-tabbar summary").tap()
    choices = page.locator(".wl-tabbar .dropdown-item")
    expect(choices.first).to_be_in_viewport(ratio=1)
    expect(choices.last).to_be_in_viewport(ratio=1)
    page.locator(".wl-tabbar .dropdown-item[href$='/people/new/']").tap()
    drawer = page.locator("#drawer")
    drawer.locator("[name=name]").fill("نورة الحربي")
    assert misfits(page) == []
    save = drawer.locator(".btn-primary")
    expect(save).to_be_in_viewport(ratio=1)  # however long the form
    save.tap()
    page.wait_for_url("**/people/*/")
    expect(page.locator("h1")).to_contain_text("نورة الحربي")
    with tenant_scope(firm.tenant):
        assert Contact.objects.get().owner == firm.rep


@ON_A_PHONE
def test_a_records_parts_and_actions_are_in_reach(firm, sign_in):
    with tenant_scope(firm.tenant):
        person = make.contact("Huda Al-Otaibi", by=firm.rep, phones=["+966551112233"])
    page = sign_in(firm.rep)
    page.go(f"/people/{person.pk}/")
    edit = page.locator("[data-edit]").first
    expect(edit).to_be_in_viewport(ratio=1)
    edit.tap()
    expect(page.locator("#drawer [name=name]")).to_be_in_viewport()
    page.locator("#drawer [data-bs-dismiss]").first.tap()
    expect(page.locator("#drawer")).to_be_hidden()
    note = page.locator("#composer textarea").first
    expect(note).to_be_visible()
    note.fill("He asks for bronze handles")
    page.locator("#composer form.active .btn-primary, #compose-note .btn-primary").first.tap()
    expect(page.locator("#timeline")).to_contain_text("bronze handles")
