"""A deal is opened with somebody known, or with the name of somebody new."""

import pytest

from contacts.companies.models import Company
from contacts.people.models import Contact
from sales.deals.customers import open_with_customer, update_with_customer
from sales.deals.models import Deal
from tests import make


@pytest.fixture
def form(pipeline, stages):
    return {"title": "Villa", "currency": "GBP", "stage": stages["first_call"].pk, "amount_minor": "48,500"}


def test_new_names_become_records_of_the_owner(pipeline, rep):
    deal = open_with_customer(title="Villa", contact="Noura Al-Harbi", company="Rimal", by=rep)
    assert (deal.contact.name, deal.company.name) == ("Noura Al-Harbi", "Rimal")
    assert deal.contact.company == deal.company
    assert {deal.owner, deal.contact.owner, deal.company.owner} == {rep}


def test_a_known_company_is_not_made_twice(pipeline, rep):
    known = make.company("Rimal", by=rep)
    assert open_with_customer(title="Villa", company="rimal", by=rep).company == known
    assert Company.objects.count() == 1


def test_a_known_person_brings_their_company(pipeline, rep):
    person = make.contact("Noura", by=rep, company="Rimal")
    assert open_with_customer(title="Villa", contact=person, by=rep).company.name == "Rimal"


def test_a_customer_can_be_named_later(deal, rep):
    deal = update_with_customer(deal, contact="Noura", by=rep)
    assert deal.contact.name == "Noura"


def test_the_form_opens_a_deal(client_for, rep, form):
    response = client_for(rep).post("/deals/new/", form | {"contact": "Noura", "company": ""})
    deal = Deal.objects.get()
    assert response["Location"] == f"/acme/deals/{deal.pk}/"
    assert (deal.amount_minor, deal.currency, deal.owner, deal.contact.name) == (4_850_000, "GBP", rep, "Noura")


def test_the_amount_is_read_in_the_currency_chosen(client_for, rep, form):
    client_for(rep).post("/deals/new/", form | {"currency": "KWD", "amount_minor": "1.250"})
    assert (Deal.objects.get().amount_minor, Deal.objects.get().currency) == (1250, "KWD")


def test_the_form_asks_what_the_stage_asks(client_for, rep, form, stages):
    client, measurement = client_for(rep), stages["measurement"]
    assert 'name="visit_at"' in client.get(f"/deals/new/?stage={measurement.pk}").content.decode()
    assert 'name="visit_at"' not in client.get("/deals/new/").content.decode()
    response = client.post("/deals/new/", form | {"stage": measurement.pk})
    assert response.status_code == 422
    assert (
        client.post("/deals/new/", form | {"stage": measurement.pk, "visit_at": "2027-03-04 9:00"}).status_code == 302
    )
    assert Deal.objects.get().visit_at is not None


@pytest.mark.parametrize("change", [{"title": ""}, {"currency": "XXX"}, {"stage": "999999"}, {"amount_minor": "-5"}])
def test_nonsense_opens_nothing(client_for, rep, form, change):
    assert client_for(rep).post("/deals/new/", form | change).status_code == 422
    assert not Deal.objects.exists()


def test_the_board_stays_when_its_drawer_is_done(client_for, rep, form):
    headers = {
        "HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "drawer", "HTTP_HX_CURRENT_URL": "http://testserver/acme/deals/",
    }  # fmt: skip
    response = client_for(rep).post("/deals/new/", form, **headers)
    assert response.status_code == 204
    assert '"changed"' in response["HX-Trigger"]


def test_another_reps_person_cannot_be_chosen(client_for, rep, other_rep, form):
    hidden = make.contact("Hidden", by=other_rep)
    assert client_for(rep).post("/deals/new/", form | {"contact": hidden.pk}).status_code == 422
    assert Contact.objects.count() == 1
