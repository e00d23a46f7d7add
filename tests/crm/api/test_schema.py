"""The reference and the OpenAPI document say what is there, for whoever asks."""

import pytest
from drf_spectacular.validation import validate_schema

from crm.access.catalogue import HIDDEN
from tests import make
from tests.conftest import MemberClient, TokenClient

SCHEMA = "/api/v1/schema/"


@pytest.fixture
def document(rep):
    return TokenClient(rep).get(SCHEMA).json()


def test_every_type_and_verb_is_there(document):
    verbs = {path: sorted(found) for path, found in document["paths"].items()}
    for slug in ("people", "companies", "deals"):
        assert verbs[f"/api/v1/{slug}/"] == ["get", "post"]
        assert verbs[f"/api/v1/{slug}/{{id}}/"] == ["delete", "get", "patch"]
    assert verbs["/api/v1/calls/"] == ["get"] == verbs["/api/v1/calls/{id}/"]
    validate_schema(document)
    assert document["openapi"].startswith("3.") and document["servers"][0]["url"].endswith("/acme")


def test_it_tells_what_an_answer_holds(document, rep):
    make.deal(by=rep, title="Villa", amount=5, contact=make.contact("Noura", by=rep))
    for slug, name in (("people", "Contact"), ("deals", "Deal")):
        [told] = TokenClient(rep).get(f"/api/v1/{slug}/").json()["results"]
        shape = document["components"]["schemas"][name]
        assert set(told) == set(shape["properties"]) == set(shape["required"])


def test_it_tells_what_is_taken_and_asked(document):
    made = document["paths"]["/api/v1/people/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert made["required"] == ["name"] and "last_activity_at" not in made["properties"]
    opened = document["paths"]["/api/v1/deals/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    changed = document["paths"]["/api/v1/deals/{id}/"]["patch"]["requestBody"]["content"]["application/json"]["schema"]
    assert "stage" in opened["properties"] and "stage" not in changed["properties"]
    assert {"title", "amount", "contact"} <= set(changed["properties"])
    asked = {one["name"] for one in document["paths"]["/api/v1/people/"]["get"]["parameters"]}
    assert {"q", "sort", "size", "after", "kind", "company", "where"} <= asked


def test_it_knows_nothing_of_what_is_hidden_or_not_allowed(rep):
    robot = TokenClient(rep)
    rep.role.fields = {"contact": {"phone": HIDDEN, "city": "read"}}
    rep.role.grants = {**rep.role.grants, "deal": {"see": "none"}, "company": {"see": "own"}}
    rep.role.save()
    found = robot.get(SCHEMA).json()
    person = found["components"]["schemas"]["Contact"]["properties"]
    assert "phone" not in person and "city" in person
    change = found["paths"]["/api/v1/people/{id}/"]["patch"]["requestBody"]["content"]["application/json"]["schema"]
    assert not {"phone", "city"} & set(change["properties"])
    assert "has_phone" not in {one["name"] for one in found["paths"]["/api/v1/people/"]["get"]["parameters"]}
    assert "/api/v1/deals/" not in found["paths"] and list(found["paths"]["/api/v1/companies/"]) == ["get"]
    page = MemberClient(rep).get("/api/").content.decode()
    people = page.partition('id="people"')[2].partition("</section>")[0]
    assert ">city<" in people and ">phone<" not in people and "/companies/" in page and "/deals/" not in page
