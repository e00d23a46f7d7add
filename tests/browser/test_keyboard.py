"""The focus stays where the work is: after an edit in place, after a drawer, in what a search found."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from crm.tenants.scope import tenant_scope
from sales.deals.actions import open_deal
from tests.flows.workers import eventually


def asking_for(words):
    """Whether a request or an answer is of the palette's search for these words as a whole."""
    return lambda one: "/search/?" in one.url and parse_qs(urlsplit(one.url).query).get("q", [""]) == [words]


@pytest.fixture
def deal(firm):
    with tenant_scope(firm.tenant):
        return open_deal(title="فيلا النرجس", amount_minor=4_850_000, owner=firm.rep, by=firm.rep)


def test_a_fact_keeps_the_focus_saved_or_not(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go(f"/deals/{deal.pk}/")
    pencil, field = page.locator("#fact-title .wl-edit"), page.locator("#fact-title input[name=title]")
    for key, title in (("Escape", "فيلا النرجس"), ("Enter", "فيلا الياسمين")):
        pencil.press("Enter")
        field.fill("فيلا الياسمين")
        field.press(key)
        expect(page.locator("#fact-title dd")).to_contain_text(title)
        expect(pencil).to_be_focused()
    expect(page.locator("h1")).to_have_text("فيلا الياسمين")


def test_a_drawer_gives_the_focus_back_to_the_menu_it_came_from(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/people/")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("details[data-key=c] > summary")).to_be_focused()


def test_the_palette_finds_records_and_commands_and_remembers_what_one_was_at(firm, deal, sign_in):
    page = sign_in(firm.rep)
    page.go("/today/")
    field, chosen = page.locator("#palette-q"), page.locator("#palette [aria-selected=true]")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("النرجس")
    expect(chosen).to_contain_text("فيلا النرجس")
    expect(field).to_have_attribute("aria-activedescendant", f"palette-found-deal-{deal.pk}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/deals/{deal.pk}/")
    page.keyboard.press("Control+k")
    expect(chosen).to_have_attribute("id", f"palette-recent-deal-{deal.pk}")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_attribute("data-drawer", "")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer :focus")).to_be_visible()


def test_what_goes_wrong_is_told_once_and_above_the_palette(firm, sign_in, complaints):
    complaints.foresee("429")
    page = sign_in(firm.rep)
    page.route("**/search/?*", lambda route: route.fulfill(status=429))
    page.go("/today/")
    page.keyboard.press("Control+k")
    told = page.locator("#palette .wl-toast")
    expect(told).to_be_visible()
    with page.expect_response(asking_for("النرجس")):
        page.keyboard.insert_text("النرجس")
    expect(told).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("body > #toasts .wl-toast")).to_be_visible()


class Held:
    """Requests to addresses of a pattern, until they are let go.

    From before the page is opened: a page that is open already may send a request past a route that is only just set.
    """

    def __init__(self, page, pattern):
        self.page, self.routes, self.holds = page, [], True
        page.route(pattern, lambda route: self.routes.append(route) if self.holds else route.continue_())

    def wait(self):
        eventually(lambda: self.routes, "something is asked for", meanwhile=lambda: self.page.evaluate("0"))

    def let_go(self, *, for_good=False):
        self.wait()
        self.holds = not for_good
        while self.routes:
            self.routes.pop().continue_()


def test_the_palette_keeps_the_choice_and_waits_when_its_list_comes_late(firm, deal, sign_in):
    page = sign_in(firm.rep)
    held = Held(page, "**/search/?*")
    page.go("/today/")
    field, chosen = page.locator("#palette-q"), page.locator("#palette [aria-selected=true]")
    page.keyboard.press("/")
    held.let_go()
    expect(chosen).to_have_attribute("id", "palette-do-1")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_attribute("id", "palette-do-2")
    with page.expect_event("requestfinished", asking_for("")):
        held.let_go()
    expect(chosen).to_have_attribute("id", "palette-do-2")
    page.keyboard.insert_text("النرجس")
    page.keyboard.press("Enter")
    held.wait()
    expect(field).to_be_focused()  # nothing has been opened that answers other words
    held.let_go(for_good=True)
    page.wait_for_url(f"**/deals/{deal.pk}/")


@pytest.mark.parametrize(("digits", "written"), [("latn", "1"), ("arab", "١"), ("arabext", "۱")])
def test_chosen_rows_are_counted_in_the_readers_digits(firm, deal, sign_in, digits, written):
    with tenant_scope(firm.tenant):
        firm.rep.digits = digits
        firm.rep.save()
    page = sign_in(firm.rep)
    page.go("/deals/table/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulkbar] [data-count]")).to_have_text(written)


def test_a_collapsed_sidebar_opens_again(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/today/")
    for shape in ("rail", "open"):
        page.focus("[data-rail]")
        page.keyboard.press("Enter")
        expect(page.locator(".wl-app")).to_have_attribute("data-nav", shape)
        page.reload()
        expect(page.locator(".wl-app")).to_have_attribute("data-nav", shape)


def test_keys_of_their_sheet_work_on_any_keyboard_and_can_be_switched_off(firm, sign_in):
    page = sign_in(firm.rep)
    page.go("/today/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/people/")
    arabic = "(code, key) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))"
    page.evaluate(f"({arabic})('KeyN', 'ى'); ({arabic})('KeyO', 'خ')")  # what an Arabic keyboard says
    expect(page.locator("#drawer input[name=industry]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    page.keyboard.press("?")
    box = page.locator("[data-keys-on]")
    box.uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("c")
    expect(page.locator("details[data-key=c]")).not_to_have_attribute("open", "")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-q")).to_be_focused()


def test_a_drawer_has_the_focus_as_soon_as_it_is_seen(firm, sign_in):
    """Without motion too: keys that are pressed at once are meant for it."""
    page = sign_in(firm.rep)
    page.go("/people/")
    page.evaluate(
        "document.addEventListener('htmx:afterSwap', () => { window.focused = document.activeElement.name; })"
    )
    page.keyboard.press("n")
    page.keyboard.press("o")
    expect(page.locator("#drawer input[name=industry]")).to_be_visible()
    assert page.evaluate("window.focused") == "name"


def test_what_comes_into_a_page_works_as_soon_as_it_is_seen(firm, sign_in):
    """Else Enter, pressed at once, would send its form as a page of its own."""
    page = sign_in(firm.rep)
    page.go("/people/")
    page.evaluate("""document.addEventListener("htmx:afterSwap", () => setTimeout(() => {
        window.unready = document.querySelectorAll(".htmx-added").length; }))""")
    page.keyboard.press("n")
    page.keyboard.press("o")
    assert page.wait_for_function("() => 'unready' in window") and page.evaluate("window.unready") == 0
