"""The pages of companies; what they share with those of people is tested there."""

import pytest

from contacts.companies.models import Company
from tests import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def rimal(rep):
    return make.company("Rimal Hotels", by=rep, city="Riyadh", website="https://rimal.example", size=120)


def test_the_list_and_the_page_show_the_company(client_for, rep, rimal):
    client = client_for(rep)
    assert "Rimal Hotels" in client.get("/companies/").content.decode()
    page = client.get(f"/companies/{rimal.pk}/").content.decode()
    assert 'href="https://rimal.example"' in page and ">rimal.example<" in page and "120" in page


def test_a_page_lists_the_people_whom_the_reader_sees(client_for, rep, other_rep, owner, rimal):
    make.contact("Noura", by=rep, company=rimal)
    make.contact("Sara", by=other_rep, company=rimal)
    page = client_for(rep).get(f"/companies/{rimal.pk}/").content.decode().split('aria-label="Related"')[1]
    assert "Noura" in page and "Sara" not in page
    assert f"/people/new/?company={rimal.pk}" in page
    page = client_for(owner).get(f"/companies/{rimal.pk}/").content.decode().split('aria-label="Related"')[1]
    assert "Noura" in page and "Sara" in page


def test_many_people_are_counted_and_lead_to_the_list(client_for, owner, rimal):
    for number in range(10):
        make.contact(f"Person {number}", by=owner, company=rimal)
    page = client_for(owner).get(f"/companies/{rimal.pk}/").content.decode().split('aria-label="Related"')[1]
    assert page.count("Person ") == 8
    assert '<span class="wl-count">10</span>' in page
    assert f'href="/acme/people/?company={rimal.pk}"' in page


def test_a_company_is_made_with_what_the_form_says(client_for, rep):
    data = {"name": " Oxbow  School", "website": "oxbow.example/a", "size": "۱۲۰", "email": "Info@Oxbow.Example"}
    assert client_for(rep).post("/companies/new/", data).status_code == 302
    company = Company.objects.get()
    assert (company.name, company.website, company.size, company.email, company.owner) == (
        "Oxbow School",
        "https://oxbow.example/a",
        120,
        "info@oxbow.example",
        rep,
    )


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://files.example", "no dots here"])
def test_only_web_addresses_are_websites(client_for, rep, website):
    reply = client_for(rep).post("/companies/new/", {"name": "Oxbow", "website": website})
    assert reply.status_code == 422
    assert not Company.objects.exists()


def test_a_name_that_is_known_is_asked_about_first(client_for, rep, other_rep, manager, rimal):
    data = {"name": "rimal  HOTELS"}
    reply = client_for(rep).post("/companies/new/", data)
    assert reply.status_code == 422
    assert "Open company" in reply.content.decode()
    page = client_for(other_rep).get("/companies/duplicates/?name=Rimal+Hotels", headers=HTMX).content.decode()
    assert "A colleague already works with this company." in page and "Rimal" not in page
    assert client_for(rep).post("/companies/new/", {**data, "anyway": "1"}).status_code == 302


@pytest.mark.parametrize(("name", "typed", "kept"), [("size", "1,500", 1500), ("size", "", None), ("city", "X", "X")])
def test_facts_are_changed_where_they_stand(client_for, rep, rimal, name, typed, kept):
    assert client_for(rep).post(f"/companies/{rimal.pk}/facts/{name}/", {name: typed}, headers=HTMX).status_code == 200
    rimal.refresh_from_db()
    assert getattr(rimal, name) == kept


def test_another_reps_company_is_not_found(client_for, other_rep, rimal):
    for tail in ("", "edit/", "facts/city/", "timeline/"):
        assert client_for(other_rep).get(f"/companies/{rimal.pk}/{tail}").status_code == 404
