"""What a role hides is blank in what is fetched for its members, however it is fetched."""

import pytest

from contacts.people.models import Contact
from crm.access.fields import closed_fields, hidden_fields
from crm.access.policy import visible_to
from crm.records import registry
from crm.records.actions import add_tag
from sales.deals.models import Deal
from tests import make


@pytest.fixture
def blind(rep):
    """The rep, as one who sees no phones, no companies of people, and no amounts."""
    rep.role.fields = {
        "contact": {"phone": "hidden", "company": "hidden", "email": "read"}, "deal": {"amount_minor": "hidden"},
    }  # fmt: skip
    rep.role.save()
    return rep


@pytest.fixture
def person(blind):
    firm = make.company("Acme Glass", by=blind)
    return make.contact("Sara", by=blind, phones=["+966501234567"], emails=["s@example.com"], company=firm)


def seen(blind):
    return visible_to(Contact.objects.all(), blind)


def test_a_record_comes_without_what_is_hidden(person, blind):
    found = seen(blind).select_related("company").get(pk=person.pk)
    assert (found.phone, found.company, found.company_name, found.email) == ("", None, "", "s@example.com")


def test_a_link_that_is_hidden_keeps_its_id_and_leads_nowhere(person, blind):
    found = seen(blind).get(pk=person.pk)
    assert (found.company, found.company_id) == (None, person.company_id)


@pytest.mark.parametrize(
    "ask",
    [
        lambda rows: rows.values("phone").get()["phone"],
        lambda rows: rows.values_list("name", "phone").get()[1],
        lambda rows: rows.values_list("name", "phone", named=True).get().phone,
        lambda rows: rows.values_list("phone", flat=True).get(),
        lambda rows: rows.values_list("company__name", flat=True).get(),
        lambda rows: next(iter(rows.iterator())).phone or None,
        lambda rows: rows.in_bulk().popitem()[1].phone or None,
        lambda rows: rows.first().phone or None,
        lambda rows: rows.only("name").first().phone or None,
    ],
)
def test_no_way_of_asking_brings_it(person, blind, ask):
    assert ask(seen(blind)) is None


def test_what_was_fetched_with_another_record_is_blank_too(person, blind):
    deal = make.deal(by=blind, contact=person, amount=500)
    found = visible_to(Deal.objects.all(), blind).select_related("contact").get(pk=deal.pk)
    assert (found.amount, found.contact.phone) == (None, "")


def test_blanks_are_never_written(person, blind):
    found = seen(blind).get(pk=person.pk)
    with pytest.raises(ValueError, match="may not see all of it"):
        found.save()
    with pytest.raises(ValueError, match="may not see all of it"):
        found.save(update_fields=["phone"])
    found.name = "Sarah"
    found.save(update_fields=["name"])
    assert Contact.objects.get(pk=person.pk).phone == "+966501234567"


def test_an_action_on_what_was_fetched_so_loses_nothing(person, blind):
    add_tag(seen(blind).get(pk=person.pk), tag="VIP", by=blind)
    again = Contact.objects.get(pk=person.pk)
    assert (again.tags, again.phone) == (["VIP"], "+966501234567")


def test_read_from_the_database_anew_a_record_is_whole(person, blind):
    found = seen(blind).get(pk=person.pk)
    found.refresh_from_db()
    assert found.phone == "+966501234567"
    found.save()


def test_others_are_given_all_of_it(person, owner):
    assert seen(owner).get(pk=person.pk).phone == "+966501234567"


def test_closed_is_what_is_hidden_and_what_is_read_only(blind):
    assert hidden_fields(blind, "contact") == {"phone", "company"}
    assert closed_fields(blind, "contact") == {"phone", "company", "email"}
    assert closed_fields(blind, "company") == frozenset()


def test_every_guarded_field_is_kept_in_columns_of_its_model(acme):
    """A field that a role may hide and no column holds would be shown all the same."""
    for kind in registry.all_types():
        known = {field.name for field in kind.model_class._meta.get_fields()}
        for column in kind.guarded():
            stored = kind.model_class.stored_in.get(column.about, (column.about,))
            computed = hasattr(kind.model_class, column.about)
            assert computed or set(stored) <= known, (kind.key, column.about)
