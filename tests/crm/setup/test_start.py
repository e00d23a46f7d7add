"""From nothing to a workspace of one's own."""

import pytest

from crm.setup.actions import open_workspace
from crm.tenants.models import Tenant, User
from tests import make
from tests.conftest import out_of_scope

WORKSPACE = {
    "name": "نوافذ الرياض", "slug": "riyadh-windows", "language": "ar", "country": "SA", "pack": "windows",
    "currency": "SAR", "time_zone": "Asia/Riyadh", "calendar": "hijri", "digits": "arab", "week_start": "6",
    "phone_region": "SA",
}  # fmt: skip


@pytest.fixture
def newcomer(visitor):
    user = make.user("Reem")
    visitor.force_login(user)
    visitor.user = user
    return visitor


def test_the_workspace_keeps_what_was_chosen(newcomer):
    assert newcomer.post("/start/", WORKSPACE)["Location"] == "/riyadh-windows/welcome/"
    tenant = Tenant.objects.get()
    kept = {name: str(getattr(tenant, name)) for name in WORKSPACE if name != "pack"}
    assert kept == {name: value for name, value in WORKSPACE.items() if name != "pack"}


@pytest.mark.parametrize(
    ("header", "country", "currency"), [("fa-IR,fa", "IR", "IRR"), ("ar", "SA", "SAR"), ("en-US", "US", "USD")]
)
def test_the_form_begins_with_a_guess(newcomer, header, country, currency):
    page = newcomer.get("/start/", HTTP_ACCEPT_LANGUAGE=header).context["form"]
    assert (page["country"].value(), page["currency"].value()) == (country, currency)
    assert page["language"].value() == header[:2]


def test_a_country_brings_its_habits(newcomer):
    form = newcomer.get("/start/habits/", {"country": "IR"}).context["form"]
    found = {name: form[name].value() for name in ("currency", "time_zone", "calendar", "week_start", "phone_region")}
    assert found == {
        "currency": "IRR", "time_zone": "Asia/Tehran", "calendar": "jalali", "week_start": 5, "phone_region": "IR",
    }  # fmt: skip
    assert newcomer.get("/start/habits/", {"country": "??"}).status_code == 404


def test_a_name_brings_an_address(newcomer):
    page = newcomer.get("/start/address/", {"name": "Brick & Pane"}).content.decode()
    assert 'value="brick-pane"' in page
    assert "This address is free" in page


@pytest.mark.parametrize(("slug", "words"), [("acme", "taken"), ("start", "taken"), ("no way", "letters a–z")])
def test_a_typed_address_is_checked(newcomer, acme_seats, slug, words):
    page = newcomer.get("/start/address/", {"slug": slug}).content.decode()
    assert words in page
    assert "This address is free" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("slug", "start"), ("slug", "acme"), ("slug", "Ünlü"), ("language", "de"), ("country", "ZZ"),
        ("currency", "XXX"), ("time_zone", "Mars/Olympus"), ("calendar", "maya"), ("week_start", "9"),
        ("pack", "bakery"), ("phone_region", ""), ("digits", "roman"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(newcomer, acme_seats, field, value):
    answer = newcomer.post("/start/", WORKSPACE | {field: value})
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Tenant.objects.count() == 1


def test_an_address_taken_at_the_last_moment_is_told(newcomer, monkeypatch):
    def too_late(**values):
        monkeypatch.undo()
        open_workspace(name="Faster", slug=values["slug"], user=make.user())
        return open_workspace(**values)

    monkeypatch.setattr("crm.setup.workspaces.views.open_workspace", too_late)
    answer = newcomer.post("/start/", WORKSPACE)
    assert answer.context["form"].errors["slug"] == ["This address is taken."]
    assert Tenant.objects.get().name == "Faster"


def test_workspaces_are_not_made_by_the_dozen(newcomer):
    answers = [newcomer.post("/start/", WORKSPACE | {"slug": f"firm-{n}"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [429]


def test_one_workspace_is_entered_at_once(visitor, owner):
    visitor.force_login(owner.user)
    assert visitor.get("/workspaces/")["Location"] == "/acme/"
    assert visitor.get("/")["Location"] == "/workspaces/"


def test_several_are_chosen_among(visitor, owner, outsider):
    with out_of_scope():
        open_workspace(name="Zeta", slug="zeta", user=owner.user)
    visitor.force_login(owner.user)
    page = visitor.get("/workspaces/").content.decode()
    assert page.index('href="/acme/"') < page.index('href="/zeta/"')
    assert "zenith" not in page


def test_the_switcher_gets_a_menu(visitor, owner):
    visitor.force_login(owner.user)
    page = visitor.get("/workspaces/", HTTP_HX_REQUEST="true").content.decode()
    assert 'class="dropdown-item" href="/acme/"' in page
    assert "<html" not in page


class TestWhereSignUpIsClosed:
    @pytest.fixture(autouse=True)
    def closed(self, settings):
        settings.SIGN_UP_OPEN = False

    def test_the_first_workspace_can_still_be_made(self, newcomer):
        assert newcomer.post("/start/", WORKSPACE).status_code == 302

    def test_strangers_are_told(self, visitor, acme_seats):
        assert "by invitation only" in visitor.get("/accounts/signup/").content.decode()
        answer = visitor.post("/accounts/signup/", {"name": "R", "email": "r@example.com", "password1": make.PASSWORD})
        assert "by invitation only" in answer.content.decode()
        assert not User.objects.filter(email="r@example.com").exists()

    def test_a_person_without_a_seat_is_told(self, newcomer, acme_seats):
        assert "No workspace yet" in newcomer.get("/workspaces/").content.decode()
        assert newcomer.get("/start/")["Location"] == "/workspaces/"
        newcomer.post("/start/", WORKSPACE)
        assert Tenant.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("email", "olivia", "valid email"),
        ("password1", "short", "Take at least 10 characters."),
        ("password1", "password1234", "Too many people use this password."),
        ("password1", "olivia@example.com", "too much like your name or address"),
    ],
)
def test_a_faulty_sign_up_says_what_is_wrong(visitor, db, field, value, words):
    values = {"name": "Olivia", "email": "olivia@example.com", "password1": make.PASSWORD, field: value}
    page = visitor.post("/accounts/signup/", values).content.decode()
    assert words in page
    assert f'id="id_{field}_error"' in page
    assert not User.objects.exists()
