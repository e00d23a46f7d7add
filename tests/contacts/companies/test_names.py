"""A company is known by its name: however it is spelled, whatever it is called, and by nobody else's."""

import pytest

from contacts.companies import actions
from contacts.companies.models import Company
from contacts.companies.queries import duplicates_of, named
from crm.events.models import Event
from crm.records.actions import delete, restore
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Rimal Hotels", "RIMAL   hotels"), ("Café Zürich", "cafe zurich"), ("مؤسسة الأمل", "موسسه الامل"),
        ("شرکت پنجره‌سازی سپهر", "شرکت پنجره‌سازی سپهر"), ("١٢٣ Glass", "123 glass"),
    ],
)  # fmt: skip
def test_spelling_makes_no_difference(rep, name, typed):
    company = make.company(name, by=rep)
    assert named(typed) == company
    assert actions.get_or_create_company(name=typed, by=rep) == (company, False)


def test_the_longest_known_of_one_name_is_meant(rep):
    first = make.company("Rimal", by=rep)
    make.company("rimal", by=rep)
    assert named("RIMAL") == first


def test_a_deleted_company_is_not_known_until_it_is_back(rep):
    company = make.company("Rimal", by=rep)
    delete(company, by=rep)
    assert named("Rimal") is None
    restore(company, by=rep)
    assert named("Rimal") == company


def test_a_short_name_is_found_among_very_many_that_begin_with_it(rep):
    Company.objects.bulk_create(Company(name=f"Al {number}", owner=rep) for number in range(250))
    company = make.company("Al", by=rep)
    assert named("al") == company
    assert actions.get_or_create_company(name="AL", by=rep) == (company, False)


@pytest.mark.parametrize("name", ["", "   ", "ـ", "\u200c", "َ"])
def test_a_name_of_nothing_is_nobodys(rep, name):
    make.company("Rimal", by=rep)
    make.company("ـ", by=rep)
    assert duplicates_of(name) == []


def test_a_very_long_name_is_known_too(rep):
    company = make.company("glass " * 150, by=rep)
    assert named("GLASS " * 150) == company


def test_another_firms_company_is_not_known(rep, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        make.company("Rimal", by=outsider)
    assert named("Rimal") is None


def test_a_name_is_one_line_and_a_mail_lower_case(rep):
    company = make.company("  Rimal \n Hotels ", by=rep, email=" Info@Rimal.Example ")
    assert (company.name, company.email) == ("Rimal Hotels", "info@rimal.example")
    actions.update_company(company, by=rep, name=" Rimal\tGroup ", email="A@B.Example")
    company.refresh_from_db()
    assert (company.name, company.email) == ("Rimal Group", "a@b.example")


def test_no_change_is_no_event(rep):
    company = make.company("Rimal", by=rep)
    actions.update_company(company, by=rep, name=" Rimal ", email="")
    assert not Event.objects.filter(kind="company.updated").exists()


def test_a_company_goes_to_its_owners_team(rep, owner, team):
    assert make.company("Rimal", by=rep).team_id == team.pk
    assert make.company("Masharef", by=owner, owner=rep).team_id == team.pk
    assert make.company("Manarat", by=owner).team_id is None


def test_people_of_a_deleted_company_keep_its_name_without_a_way_to_it(client_for, rep):
    company = make.company("Rimal", by=rep)
    person = make.contact("Noura", by=rep, company=company)
    delete(company, by=rep)
    client = client_for(rep)
    for path in ("/people/", f"/people/{person.pk}/"):
        page = client.get(path)
        assert page.status_code == 200
        assert f'href="/acme/companies/{company.pk}/"' not in page.content.decode()
    assert client.get(f"/companies/{company.pk}/").status_code == 404


def test_one_who_does_not_see_a_company_is_told_of_it_but_not_its_name_or_owner(client_for, rep, other_rep, owner):
    make.company("Rimal Hotels", by=other_rep)
    page = client_for(rep).post("/companies/new/", {"name": "RIMAL hotels"}).content.decode()
    assert "A colleague already works with this company." in page
    assert "Rana Rep" not in page and "Rimal Hotels" not in page
