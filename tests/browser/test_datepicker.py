"""Dates by keyboard in three calendars: arrows follow sight, and what was chosen is what is stored."""

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import expect

from contacts.people.actions import create_contact
from contacts.people.models import Contact
from crm.tenants.scope import tenant_scope

BORN = date(1990, 5, 20)


@dataclass(frozen=True)
class Reader:
    language: str
    calendar: str
    digits: str
    shown: str
    month: str
    ahead: str  # the key towards tomorrow


READERS = [
    Reader("en", "gregorian", "latn", "1990/05/20", "May 1990", "ArrowRight"),
    Reader("fa", "jalali", "arabext", "۱۳۶۹/۰۲/۳۰", "اردیبهشت ۱۳۶۹", "ArrowLeft"),
    Reader("ar", "hijri", "arab", "١٤١٠/١٠/٢٥", "شوال ١٤١٠", "ArrowLeft"),
]


@pytest.fixture(params=READERS, ids=lambda reader: reader.language)
def reader(request):
    return request.param


@pytest.fixture
def field(firm, reader, sign_in):
    """The birthday of a contact's form, as the reader sees it."""
    with tenant_scope(firm.tenant):
        for name in ("language", "calendar", "digits"):
            setattr(firm.rep, name, getattr(reader, name))
        firm.rep.save()
        contact = create_contact(name="Omar", birthday=BORN, owner=firm.rep, by=firm.rep)
    page = sign_in(firm.rep)
    page.go(f"/people/{contact.pk}/edit/")
    found = page.locator("input[name=birthday]")
    expect(found).to_have_value(reader.shown)
    return found


def focused(page):
    return page.evaluate("document.activeElement.dataset.day")


def test_the_calendar_is_worked_by_keyboard(reader, field):
    chooses_a_day(field, reader)
    turns_months_and_years(field, reader)


def chooses_a_day(field, reader):
    page = field.page
    field.press("ArrowDown")
    expect(page.locator("#datepicker [data-dp=title]")).to_have_text(reader.month)
    assert focused(page) == "1990-05-20"
    for key, day in (
        (reader.ahead, "1990-05-21"),
        ("ArrowDown", "1990-05-28"),
        ("ArrowUp", "1990-05-21"),
        ("ArrowRight" if reader.ahead == "ArrowLeft" else "ArrowLeft", "1990-05-20"),
    ):
        page.keyboard.press(key)
        assert focused(page) == day
    page.keyboard.press("Enter")
    expect(page.locator("#datepicker")).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value(reader.shown)


def turns_months_and_years(field, reader):
    page = field.page
    field.press("ArrowDown")
    for there, back in (("PageDown", "PageUp"), ("Shift+PageDown", "Shift+PageUp")):
        page.keyboard.press(there)
        assert focused(page) > "1990-06-17"
        page.keyboard.press(back)
        assert "1990-05-19" <= focused(page) <= "1990-05-20"
    page.keyboard.press("Home")
    first = date.fromisoformat(focused(page))
    page.keyboard.press("End")
    assert (date.fromisoformat(focused(page)) - first).days == 6
    page.keyboard.press("t")
    expect(page.locator("#datepicker [aria-current=date]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value(reader.shown)


def test_what_was_chosen_is_stored(firm, reader, field):
    page = field.page
    page.locator(".wl-date:has(input[name=birthday]) button").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("form:has(input[name=birthday]) button.btn-primary").last.click()
    page.wait_for_url("**/people/*/")
    with tenant_scope(firm.tenant):
        assert Contact.objects.get(name="Omar").birthday == date(1990, 5, 27)


def taps_and_clears(field, reader):
    page = field.page
    page.locator(".wl-date:has(input[name=birthday]) button").click()
    page.locator("#datepicker [data-dp-turn='1']").click()
    page.locator("#datepicker [data-day]").nth(14).click()
    expect(page.locator("#datepicker")).to_be_hidden()
    expect(field).not_to_have_value(reader.shown)
    page.locator(".wl-date:has(input[name=birthday]) button").click()
    page.locator("#datepicker [data-dp-clear]").click()
    expect(field).to_have_value("")


def test_a_day_is_tapped_and_taken_away_and_plain_text_is_as_good(firm, reader, field):
    taps_and_clears(field, reader)
    page = field.page
    field.fill({"en": "27 May 1990", "fa": "۶ خرداد ۱۳۶۹", "ar": "3 ذو القعدة 1410"}[reader.language])
    field.press("Enter")
    page.wait_for_url("**/people/*/")
    with tenant_scope(firm.tenant):
        assert Contact.objects.get(name="Omar").birthday == date(1990, 5, 27)
