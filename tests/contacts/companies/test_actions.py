from contacts.companies import actions
from contacts.companies.queries import duplicates_of
from crm.events.feed import latest
from tests import make


def test_a_company_renamed_is_renamed_with_its_people(rep):
    contact = make.contact("Noura", by=rep, company="Rimal")
    actions.update_company(contact.company, by=rep, name="Rimal Hotels")
    contact.refresh_from_db()
    assert contact.company_name == "Rimal Hotels"
    assert "rimal hotels" in contact.search_norm
    assert latest(contact.company, "company.updated").data["changes"] == {"name": ["Rimal", "Rimal Hotels"]}


def test_a_company_is_known_by_its_name_in_any_spelling(rep):
    company = make.company("شركة فنادق رمال", by=rep)
    assert duplicates_of("شرکة  فنادق رمال") == [company]
    assert duplicates_of("فنادق") == []
    assert duplicates_of("") == []


def test_a_name_that_only_begins_alike_is_another_company(rep):
    make.company("Rimal Hotels", by=rep)
    company, created = actions.get_or_create_company(name="Rimal", by=rep)
    assert created
    assert company.name == "Rimal"
