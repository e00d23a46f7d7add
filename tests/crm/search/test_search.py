"""One search over everything, and choosing a record in a form: the same sight as everywhere."""

import pytest

from crm.access.sharing import share
from crm.records import actions
from crm.search.queries import search
from tests import make

PALETTE = {"HX-Request": "true", "HX-Target": "palette-found"}


def found(member, text):
    return {group.record_type.key: [hit.title.text for hit in group.hits] for group in search(member, text)}


@pytest.fixture
def firm(owner, rep, other_rep):
    company = make.company("Harbi Glass", by=owner)
    make.contact("Noura Al-Harbi", by=rep, company=company, phones=["+966551204477"])
    make.contact("Sara Harbinger", by=other_rep)
    actions.delete(make.contact("Gone Harbi", by=rep), by=rep)


@pytest.mark.parametrize(
    ("who", "hits"),
    [
        ("owner", {"company": ["Harbi Glass"], "contact": ["Sara Harbinger", "Noura Al-Harbi"]}),
        ("manager", {"contact": ["Sara Harbinger", "Noura Al-Harbi"]}),
        ("rep", {"contact": ["Noura Al-Harbi"]}),
        ("agent", {"company": ["Harbi Glass"], "contact": ["Sara Harbinger", "Noura Al-Harbi"]}),
        ("reader", {"company": ["Harbi Glass"], "contact": ["Sara Harbinger", "Noura Al-Harbi"]}),
    ],
)
def test_everyone_finds_what_their_role_shows(request, firm, who, hits):
    assert found(request.getfixturevalue(who), "HARBI") == hits


def test_another_firm_finds_nothing(client_for, outsider, firm):
    page = client_for(outsider).get("/search/?q=harbi").content.decode()
    assert "Noura" not in page and "Nothing was found." in page
    assert client_for(outsider).get("/search/pick/contact/?q=harbi").json() == {"results": []}


def test_what_begins_with_the_words_comes_first(owner):
    make.contact("Sara Ali", by=owner)
    make.contact("Ali Sara", by=owner)
    make.contact("Noura Ali", by=owner)
    assert found(owner, "ali")["contact"] == ["Ali Sara", "Noura Ali", "Sara Ali"]


def test_what_is_similar_shows_only_when_nothing_is_it(owner):
    make.contact("Abdulrahman", by=owner)
    make.company("Abdulrahmen Glass", by=owner)
    assert found(owner, "abdulrahmen") == {"company": ["Abdulrahmen Glass"]}
    assert found(owner, "abdulrahmin")["contact"] == ["Abdulrahman"]


def test_a_share_is_found(owner, rep):
    contact = make.contact("Noura", by=owner)
    assert found(rep, "noura") == {}
    share(contact, rep)
    assert found(rep, "noura") == {"contact": ["Noura"]}


def test_the_reply_is_what_the_palette_offers_or_a_page(client_for, owner, firm):
    client = client_for(owner)
    below = client.get("/search/?q=harbi", headers=PALETTE).content.decode()
    assert "<html" not in below and "Noura Al-Harbi" in below and 'href="/acme/companies/' in below
    assert "<html" in client.get("/search/?q=harbi").content.decode()
    assert client.get("/search/?q=%00%25_", headers=PALETTE).status_code == 200


def test_more_than_a_handful_leads_to_the_list(client_for, owner):
    for number in range(8):
        make.contact(f"Noura {number}", by=owner)
    page = client_for(owner).get("/search/?q=noura 	&x=1", headers=PALETTE).content.decode()
    assert 'href="/acme/people/?q=noura"' in page
    assert page.count("palette-found-contact-") == 6


def test_what_people_wrote_is_never_markup(client_for, owner):
    make.contact("<img src=x onerror=alert(1)>", by=owner)
    page = client_for(owner).get("/search/?q=img", headers=PALETTE).content.decode()
    assert "<img" not in page and "&lt;img" in page


def test_a_record_is_chosen_by_typing(client_for, rep, firm):
    [hit] = client_for(rep).get("/search/pick/contact/?q=harbi").json()["results"]
    assert hit["text"] == "Noura Al-Harbi"
    assert "55" in hit["sub"]


def test_nothing_typed_offers_the_latest(client_for, owner, firm):
    results = client_for(owner).get("/search/pick/contact/").json()["results"]
    assert [hit["text"] for hit in results] == ["Sara Harbinger", "Noura Al-Harbi"]


def test_only_kinds_that_can_be_searched_are_chosen_from(client_for, owner):
    assert client_for(owner).get("/search/pick/nothing/?q=x").status_code == 404
    assert client_for(owner).get("/search/pick/member/?q=x").status_code == 404


def test_a_search_takes_few_statements(client_for, owner, firm, django_assert_max_num_queries):
    client = client_for(owner)
    client.get("/search/?q=harbi", headers=PALETTE)
    with django_assert_max_num_queries(24):
        client.get("/search/?q=harbi", headers=PALETTE)
