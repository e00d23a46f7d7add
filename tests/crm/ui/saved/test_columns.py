"""Each person's own columns: chosen, ordered, reset; within what their role lets them see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.access.catalogue import HIDDEN
from crm.records import registry
from tests import make

HEADS = re.compile(r'<th scope="col"[^>]*>(?:<a[^>]*>(?:<svg.*?</svg>)?)?([^<]+)')
ORDER = re.compile(r'name="order" value="(\w+)"')
PATH = "/lists/contact/columns/"


def heads(reply):
    return [head.strip() for head in HEADS.findall(reply.content.decode()) if head.strip()]


def names_in(reply):
    return ORDER.findall(reply.content.decode())


@pytest.fixture
def noura(rep):
    return make.contact("Noura", by=rep, city="Riyadh", source="Fair", phones=["+966551204477"])


@pytest.fixture
def client(client_for, rep, noura):
    return client_for(rep)


def test_a_list_shows_the_chosen_columns_in_their_order(client):
    reply = client.post(PATH, {"order": ["city", "phone", "source"], "columns": ["source", "city"]})
    assert (reply.status_code, reply["Location"].endswith("/people/?")) == (302, True)
    page = client.get("/people/")
    assert heads(page) == ["Name", "City", "Source"]
    assert "<bdi>Riyadh</bdi>" in page.content.decode()


def test_the_choice_is_the_members_own(client, client_for, other_rep, rep):
    client.post(PATH, {"order": ["city"], "columns": ["city"]})
    make.contact("Sara", by=other_rep)
    assert "City" not in heads(client_for(other_rep).get("/people/"))


def test_every_list_has_its_own(client, rep):
    make.company("Rimal", by=rep)
    client.post(PATH, {"order": ["city"], "columns": ["city"]})
    assert "Phone" in heads(client.get("/companies/"))


def test_resetting_gives_the_usual_ones_back(client):
    usual = heads(client.get("/people/"))
    client.post(PATH, {"order": ["city"], "columns": ["city"]})
    client.post(PATH, {"reset": "1", "order": ["city"], "columns": ["city"]})
    assert heads(client.get("/people/")) == usual


def test_choosing_none_leaves_the_name(client):
    client.post(PATH, {"order": ["city", "phone"]})
    assert heads(client.get("/people/")) == ["Name"]


def test_moving_one_asks_again_and_keeps_what_was_ticked(client):
    reply = client.post(PATH, {"order": ["city", "phone", "email"], "columns": ["phone"], "up": "phone"})
    assert (reply.status_code, names_in(reply)[:3]) == (200, ["phone", "city", "email"])
    assert 'value="phone" checked data-focus' in reply.content.decode()
    again = client.post(PATH, {"order": ["phone", "city"], "columns": ["phone"], "down": "phone"})
    assert names_in(again)[:2] == ["city", "phone"]
    first = client.post(PATH, {"order": ["phone", "city"], "up": "phone"})
    assert names_in(first)[:2] == ["phone", "city"]
    assert heads(client.get("/people/"))[:2] == ["Name", "Company"]  # nothing was kept yet


def test_the_form_begins_with_what_is_shown(client):
    client.post(PATH, {"order": ["source", "city"], "columns": ["source", "city"]})
    page = client.get(PATH)
    assert names_in(page)[:2] == ["source", "city"]
    assert len(names_in(page)) == len(registry.get("contact").offered(page.context["member"])) - 1


def test_in_the_drawer_it_closes_and_the_list_asks_anew(client):
    reply = client.post(PATH, {"order": ["city"], "columns": ["city"]}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="drawer")
    assert (reply.status_code, "changed" in reply["HX-Trigger"]) == (204, True)


def test_what_is_no_column_is_not_kept(client, rep):
    client.post(PATH, {"order": ["owner__email", "city"], "columns": ["owner__email", "city"]})
    rep.refresh_from_db()
    assert rep.lists["columns"] == {"contact": ["name", "city"]}


def test_hidden_fields_are_neither_offered_nor_shown(client, rep):
    client.post(PATH, {"order": ["city", "phone"], "columns": ["city", "phone"]})
    rep.role.fields = {"contact": {"city": HIDDEN}}
    rep.role.save()
    assert heads(client.get("/people/")) == ["Name", "Phone"]
    assert "city" not in names_in(client.get(PATH))


@pytest.mark.parametrize(
    ("key", "path"), [("contact", "/people/"), ("company", "/companies/"), ("deal", "/deals/table/")]
)
def test_columns_that_are_offered_are_drawn_with_no_statement_for_a_row(client_for, owner, key, path):
    def grow(numbers):
        for number in numbers:
            person = make.contact(f"P{number}", by=owner, company=f"Firm {number}", emails=[f"p{number}@x.example"])
            make.deal(by=owner, contact=person, title=f"Villa {number}")

    def asked():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert len(heads(client.get(path))) == len(shown)
        return len(captured)

    grow(range(2))
    client, names = client_for(owner), [column.name for column in registry.get(key).offered(owner)]
    for shown in (names, names[:2]):  # all at once, and as few as will show what a row needs by itself
        client.post(f"/lists/{key}/columns/", {"order": names, "columns": shown})
        few = asked()
        grow([f"{len(shown)}-{more}" for more in range(3)])
        assert asked() == few <= 24


def test_a_list_that_is_unknown_is_not_found(client):
    assert client.get("/lists/nothing/columns/").status_code == 404


def test_the_table_of_deals_begins_narrow():
    assert len(registry.get("deal").columns) <= 7
