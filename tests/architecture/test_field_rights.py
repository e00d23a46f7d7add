"""A field that a role hides is on no page, list, search, filter, sum, paper, exported file or answer to a program:
every address is walked.

The walk takes the addresses from the table of URLs, so a page that is added tomorrow is walked tomorrow.
"""

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.records import registry
from crm.records.fields.actions import add_field
from crm.tenants.models import Member
from crm.transfer.exporting.pieces import resume
from crm.ui.where.fields import askable
from crm.ui.where.tree import encode
from sales.deals.models import Deal
from tests import make
from tests.architecture.test_urls import MEMBERS_ONLY, cast, client_for  # noqa: F401  # the fixture
from tests.conftest import MemberClient, TokenClient

PHONE, EMAIL, DAY, AMOUNT = "+966559998877", "zzmail@hidden.example", date(2039, 3, 17), 98_765_432_00
SECRET = {
    Contact: {
        "phone": PHONE, "email": EMAIL, "points_text": "zzpoint@hidden.example", "address": "zzaddress",
        "city": "zzcity", "source": "zzsource", "note": "zznote", "birthday": DAY, "tags": ["zztag"],
    },
    Company: {
        "phone": PHONE, "email": EMAIL, "website": "zzsite.example", "address": "zzaddress", "city": "zzcity",
        "industry": "zzindustry", "size": 98765432, "source": "zzsource", "note": "zznote", "tags": ["zztag"],
    },
    Deal: {
        "amount_minor": AMOUNT, "service": "zzservice", "source": "zzsource", "tags": ["zztag"],
        "expected_close": DAY, "delivery_on": DAY,
    },
}  # fmt: skip
SHOWN = re.compile(
    r"zz(?:mail|point|address|city|source|note|tag|service|site|industry|custom)|\b2039\b|98[,.]?765[,.]?432"
)
NUMBER = re.compile(r"559\W*998\W*877|55\W*999\W*8877")
PAGES = [row for row in MEMBERS_ONLY if row.method == "get"]


def give_secrets():
    owner = Member.objects.filter(role__key="owner").first()
    for model, values in SECRET.items():
        own = add_field(registry.get(model.record_key), kind="text", name="Own field", by=owner)
        model.objects.update(custom={own.key: "zzcustom"}, custom_text="zzcustom", **values)


def hide_all(member):
    """Everything that a role can hide."""
    member.role.fields = {
        kind.key: {column.about: HIDDEN for column in kind.guarded()} for kind in registry.all_types()
    }
    member.role.save()


def secrets_of(client, path, data=None, **extra):
    """What of the secrets an answer shows, in its text and in what is written into fields."""
    answer = client.get(path, data or {}, **extra)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace") if "pdf" not in answer.get("Content-Type", "") else ""
    return {*SHOWN.findall(text), *NUMBER.findall(text)}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_shows_what_is_hidden(row, cast):  # noqa: F811
    args = row.args(cast)
    give_secrets()
    hide_all(cast.rep)
    assert secrets_of(client_for(row, cast.rep), reverse(row.url, args=args), row.data(cast, args)) == set(), row


def test_the_walk_would_find_them(cast):  # noqa: F811
    """For somebody whose role hides nothing, the same pages show every one of the secrets."""
    found = set()
    for row in PAGES:
        if row.url.split(":")[0] in ("contacts", "sales", "reports", "api"):
            with transaction.atomic():
                args = row.args(cast)
                give_secrets()
                found |= secrets_of(client_for(row, cast.rep), reverse(row.url, args=args), row.data(cast, args))
                transaction.set_rollback(True)
    assert {
        "zzmail",
        "zzpoint",
        "zzaddress",
        "zzcity",
        "zzsource",
        "zznote",
        "zztag",
        "zzservice",
        "zzsite",
        "zzcustom",
    } <= found
    assert {"2039", "559998877"} <= found
    assert any(each.startswith("98") for each in found)


class TestFinding:
    """What is hidden cannot be learnt by asking for it either."""

    @pytest.fixture
    def client(self, cast):  # noqa: F811
        make.contact("Noura", by=cast.rep)
        make.company("Rimal", by=cast.rep)
        make.deal(by=cast.rep, title="Villa")
        give_secrets()
        return MemberClient(cast.rep)

    @pytest.mark.parametrize("words", ["559998877", EMAIL, "zzmail@", "zzservice", "zzsite", "zzcustom", "zz"])
    @pytest.mark.parametrize("page", ["/people/", "/companies/", "/deals/table/", "/search/"])
    def test_by_words(self, client, cast, page, words):  # noqa: F811
        names = ("Noura", "Rimal", "Villa")
        before = client.get(page, {"q": words}).content.decode()
        hide_all(cast.rep)
        after = client.get(page, {"q": words}).content.decode()
        assert not any(f">{name}<" in after for name in names)
        if page == "/search/" and words != "zz":
            assert any(f">{name}<" in before for name in names)

    def test_a_name_is_found_all_the_same(self, client, cast):  # noqa: F811
        hide_all(cast.rep)
        for words in ("Noura", "no", "nour"):
            assert "<bdi>Noura</bdi>" in client.get("/people/", {"q": words}).content.decode()

    @pytest.mark.parametrize(
        ("page", "asked"),
        [
            ("/people/", {"city": "elsewhere"}),
            ("/people/", {"source": "elsewhere"}),
            ("/people/", {"has_phone": "no"}),
            ("/people/", {"tag": "elsewhere"}),
            ("/companies/", {"industry": "elsewhere"}),
            ("/deals/table/", {"source": "elsewhere"}),
            ("/deals/table/", {"closes_to": "2030-01-01"}),
            ("/people/", {"where": encode(["all", ["all", ["note", "has", "elsewhere"]]])}),
            ("/companies/", {"where": encode(["any", ["all", ["size", "lt", 5]]])}),
            ("/deals/table/", {"where": encode(["all", ["any", ["amount", "lt", 5, "GBP"]]])}),
        ],
    )
    def test_by_filters_which_narrow_nothing_then(self, client, cast, page, asked):  # noqa: F811
        names = ("Noura", "Rimal", "Villa")
        before = client.get(page, asked).content.decode()
        assert not any(f">{name}<" in before for name in names)
        hide_all(cast.rep)
        after = client.get(page, asked).content.decode()
        assert any(f">{name}<" in after for name in names)

    def test_conditions_ask_of_nothing_that_can_be_hidden(self, cast):  # noqa: F811
        hide_all(cast.rep)
        for kind in registry.all_types():
            closed = {column.about for column in kind.guarded()}
            assert not closed & {field.about or field.name for field in askable(kind, cast.rep).values()}

    def test_by_sorting(self, client, cast):  # noqa: F811
        make.deal(by=cast.rep, title="Able", amount=1)
        titles = {
            sort: re.findall(r"<bdi>(Able|Villa)</bdi>", client.get("/deals/table/", {"sort": sort}).content.decode())
            for sort in ("amount_minor", "-amount_minor")
        }
        assert titles["amount_minor"] != titles["-amount_minor"]
        hide_all(cast.rep)
        titles = {
            sort: re.findall(r"<bdi>(Able|Villa)</bdi>", client.get("/deals/table/", {"sort": sort}).content.decode())
            for sort in ("amount_minor", "-amount_minor")
        }
        assert titles["amount_minor"] == titles["-amount_minor"]

    def test_programs_neither_find_nor_write_it(self, client, cast):  # noqa: F811
        robot = TokenClient(cast.rep)
        words = {"people": ("559998877", EMAIL), "companies": ("zzsite",), "deals": ("zzservice",)}
        asked = {
            "people": {"city": "x", "tag": "zztag", "where": encode(["all", ["all", ["note", "has", "x"]]])},
            "companies": {"industry": "x"},
            "deals": {"closes_to": "2030-01-01", "sort": "amount_minor"},
        }
        sent = {"people": {"phone": PHONE, "city": "x"}, "companies": {"size": 5}, "deals": {"amount": 5, "tags": []}}

        def found():
            pages = [robot.get(f"/api/v1/{slug}/", {"q": each}) for slug in words for each in words[slug]]
            return [len(page.json()["results"]) for page in pages]

        assert found() == [1, 1, 1, 1]
        hide_all(cast.rep)
        assert found() == [0, 0, 0, 0]
        for slug, model in (("people", Contact), ("companies", Company), ("deals", Deal)):
            for name, value in asked[slug].items():
                assert list(robot.get(f"/api/v1/{slug}/", {name: value}).json()["errors"]) == [name]
            answer = robot.patch(f"/api/v1/{slug}/{model.objects.get().pk}/", sent[slug])
            assert answer.json()["errors"].keys() == sent[slug].keys()


@pytest.mark.parametrize("key", ["contact", "company", "deal"])
def test_no_exported_file_has_what_is_hidden(cast, key, settings, tmp_path):  # noqa: F811
    """Every column that can be had, once for somebody who sees all and once for somebody who does not."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    make.contact("Noura", by=cast.rep)
    make.company("Rimal", by=cast.rep)
    make.deal(by=cast.rep, title="Villa")
    give_secrets()
    cast.rep.role.grants = {"*": {"see": "own", "export": "own"}}
    cast.rep.role.save()
    client = MemberClient(cast.rep)

    def file():
        answer = client.post(f"/lists/{key}/export/", {"kind": "csv", "which": "all"})
        pk = int(answer["Location"].rstrip("/").rpartition("/")[2])
        while resume(pk):
            pass
        return secrets_of(client, f"/exports/{pk}/file/")

    assert {"zztag", "zzsource", "2039" if key == "deal" else "zzcity"} <= file()
    hide_all(cast.rep)
    assert file() == set()


class TestWriting:
    @pytest.fixture
    def closed(self, cast):  # noqa: F811
        cast.rep.role.fields = {"contact": {"phone": HIDDEN, "city": "read"}}
        cast.rep.role.save()
        return MemberClient(cast.rep)

    def test_forms_neither_show_nor_take_closed_fields(self, closed, cast):  # noqa: F811
        pk = make.contact("Noura", by=cast.rep, phones=[PHONE], city="Riyadh").pk
        page = f"/people/{pk}/edit/"
        assert not {"phone", "city"} & set(closed.get(page).context["form"].fields)
        values = {"name": "Noura B", "kind": "customer", "phone": "+966500000000", "city": "Jeddah"}
        assert closed.post(page, values).status_code == 302
        again = Contact.objects.get(pk=pk)
        assert (again.name, again.phone, again.city) == ("Noura B", PHONE, "Riyadh")

    @pytest.mark.parametrize("field", ["phone", "city"])
    def test_a_fact_that_is_closed_is_not_changed_where_it_stands(self, closed, cast, field):  # noqa: F811
        pk = make.contact("Noura", by=cast.rep, phones=[PHONE], city="Riyadh").pk
        assert closed.post(f"/people/{pk}/facts/{field}/", {field: "Jeddah"}).status_code == 404
        assert Contact.objects.get(pk=pk).city == "Riyadh"

    def test_a_field_to_be_read_only_is_read(self, closed, cast):  # noqa: F811
        pk = make.contact("Noura", by=cast.rep, city="Riyadh").pk
        assert "<bdi>Riyadh</bdi>" in closed.get(f"/people/{pk}/").content.decode()

    def test_tags_that_are_closed_are_not_changed_in_bulk(self, cast):  # noqa: F811
        pk = make.contact("Noura", by=cast.rep, tags=["kept"]).pk
        cast.rep.role.fields = {"contact": {"tags": "read"}}
        cast.rep.role.save()
        answer = MemberClient(cast.rep).post("/people/bulk/tag/", {"ids": [pk], "remove": "kept"})
        assert (answer.status_code, Contact.objects.get(pk=pk).tags) == (403, ["kept"])
