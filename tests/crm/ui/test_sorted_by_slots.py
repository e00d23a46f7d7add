"""Lists that are sorted by a field of the workspace's own, and ranges of it: what comes where, and by which index."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from contacts.people.models import Contact
from crm.access.catalogue import HIDDEN
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.records.fields.actions import add_field, change_field
from crm.records.fields.values import hold
from crm.tenants.scope import tenant_scope
from crm.ui.keyset import Order, order_of
from crm.ui.listing import Listing
from crm.ui.where.tree import encode
from tests import make
from tests.conftest import TokenClient
from tests.crm.api.test_records import PEOPLE
from tests.crm.records.fields.conftest import add  # noqa: F401  # the fixture
from tests.crm.ui.test_list import follow, names


@pytest.fixture
def pages_of_two(monkeypatch):
    monkeypatch.setattr(Order.page, "__kwdefaults__", {**Order.page.__kwdefaults__, "size": 2})


@pytest.fixture
def size(add):  # noqa: F811
    return add("number", "Panes", sortable=True)


@pytest.fixture
def people(owner, size):
    """Two have the same, two have none."""
    said = {"Ali": 30, "Basma": None, "Dina": 4, "Essam": 30, "Fadi": None, "Huda": 2.5}
    return [make.contact(name, by=owner, custom={size.key: value}) for name, value in said.items()]


def test_who_has_no_value_comes_last_both_ways_and_pages_lead_there_and_back(
    client_for, owner, size, people, pages_of_two
):
    client = client_for(owner)
    risen, fallen = ["Huda", "Dina", "Ali", "Essam", "Basma", "Fadi"], ["Essam", "Ali", "Dina", "Huda", "Fadi", "Basma"]
    for sort, wanted in ((size.key, risen), (f"-{size.key}", fallen)):
        page, seen, back = client.get("/people/", {"sort": sort, "view": "all"}), [], []
        while page:
            seen += names(page)
            last, page = page, follow(client, page, "next")
        assert seen == wanted
        while last:
            back = [*names(last), *back]
            last = follow(client, last, "prev")
        assert back == wanted
        listing = Listing(registry.get("contact"), owner, {"sort": sort})
        assert [str(one) for one in listing.order.sorted(listing.every)] == wanted, "as it is exported"
    order, everybody = order_of(Contact, size.key, "en"), Contact.objects.all()
    first = order.page(everybody, size=5)  # the page ends within those that have none
    assert [one.name for one in order.page(everybody, size=5, after=first.after).rows] == ["Fadi"]
    assert [one.name for one in order.page(everybody, size=9, before=order.token(people[4])).rows] == risen[:-1]


def test_programs_ask_for_it_and_a_role_that_hides_it_does_not(owner, rep, size, people):
    asked = {"sort": f"-{size.key}"}
    assert offered(owner, size) == size.key
    told = TokenClient(owner).get(PEOPLE, {"sort": f"-{size.key}", "size": 3}).json()
    assert [one["name"] for one in told["results"]] == ["Essam", "Ali", "Dina"]
    rep.role.fields = {"contact": {size.key: HIDDEN}}
    rep.role.save()
    assert Listing(registry.get("contact"), owner, asked).state() == asked, "what a saved view keeps"
    assert Listing(registry.get("contact"), rep, asked).asked_sort == ""
    assert TokenClient(rep).get(PEOPLE, {"sort": size.key}).status_code == 400
    change_field(size, sortable=False, by=owner)
    assert Listing(registry.get("contact"), owner, asked).asked_sort == ""  # as a saved view may still say


def offered(member, field):
    return {column.name: column.sort for column in registry.get("contact").offered(member)}[field.key]


def test_texts_stand_in_the_order_of_the_readers_alphabet(add, owner, pages_of_two):  # noqa: F811
    field = add("text", "Material", sortable=True)
    for word in ("هما", "وان", "چوب", "پنجره"):
        make.contact(word, by=owner, custom={field.key: word})
    for language, wanted in (("fa", ["پنجره", "چوب", "وان", "هما"]), ("ar", ["پنجره", "چوب", "هما", "وان"])):
        order = order_of(Contact, field.key, language)
        first = order.page(Contact.objects.all())
        found = [*first.rows, *order.page(Contact.objects.all(), after=first.after).rows]
        assert [one.name for one in found] == wanted


def found(member, *conditions):
    listing = Listing(registry.get("contact"), member, {"where": encode(["all", ["all", *conditions]])})
    return sorted(one.name for one in listing.every)


def test_ranges_find_the_same_through_the_slot(add, owner, run_due):  # noqa: F811
    fields = {kind: add(kind, kind) for kind in ("number", "money", "day")}
    values = {"number": (2.5, 10), "money": ([90_000, "GBP"], [90_000, "SAR"]), "day": ("2024-10-01", "2026-01-01")}
    for place, name in enumerate(("Noura", "Sara")):
        make.contact(name, by=owner, custom={fields[kind].key: both[place] for kind, both in values.items()})
    make.contact("Zahra", by=owner)
    asked = {
        "number": (["lt", "2.6"], ["eq", "2.5"], ["between", 9, 0]), "money": (["gt", 5, "GBP"], ["lt", 90_001, "GBP"]),
        "day": (["in", "Mehr 1403"], ["before", "2024-10-02"], ["between", "2024-10-01", "2024-10-01"]),
    }  # fmt: skip
    with using(for_member(owner)):
        for sortable in (False, True):
            for kind, each in asked.items():
                for op, *said in each:
                    assert found(owner, [fields[kind].key, op, *said]) == ["Noura"], (sortable, kind, op)
                assert found(owner, [fields[kind].key, "empty"]) == ["Zahra"]
            for field in fields.values():
                change_field(field, sortable=True, by=owner)
            run_due()
            hold()  # a request reads the definitions anew


def plan_of(query):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query['sql']}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.fixture
def many_with_values(committed_db):
    """(owner, [number, day, text]): so many people, of whom the planner knows, that its choice is plain."""
    tenant, owner = make.workspace(owner="Olivia")
    with tenant_scope(tenant):
        contacts = registry.get("contact")
        kinds = (("number", "Panes"), ("day", "Since"), ("text", "Code"))
        fields = [add_field(contacts, kind=kind, name=name, sortable=True, by=owner) for kind, name in kinds]
        number, day, text = (field.key for field in fields)
        said = ({number: n, day: f"20{n // 30:02}-01-{n % 30 + 1:02}", text: f"c{n}"} for n in range(2_500))
        Contact.objects.bulk_create(Contact(name="x", owner=owner, custom=each) for each in said)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    with tenant_scope(tenant):
        yield owner, fields


def test_an_index_serves_the_order_and_the_range_under_row_security(many_with_values):
    owner, (size, day, text) = many_with_values
    contacts = registry.get("contact")
    for field, index, low, high in (
        (size, "contact_cf_num_1", 5, 9), (day, "contact_cf_date_1", "2001-01-01", "2001-01-05"),
        (text, "contact_cf_txt_1_en", None, None),
    ):  # fmt: skip
        walked = Listing(contacts, owner, {"sort": f"-{field.key}"})
        with CaptureQueriesContext(connection) as asked:
            walked.page(after=walked.page().after)
        plans = [plan_of(query) for query in asked.captured_queries if 'FROM "contacts_contact"' in query["sql"]]
        assert len(plans) == 2
        if low:
            where = encode(["all", ["all", [field.key, "between", low, high]]])
            with CaptureQueriesContext(connection) as asked:
                assert Listing(contacts, owner, {"where": where}).found.rows.count() == 5
            plans.append(plan_of(asked.captured_queries[-1]))
        for plan in plans:
            assert f"{index} " in plan and "Sort" not in plan, plan
