"""A row of which some columns were fetched knows the others are not there."""

from contacts.models import Company, Contact
from tests import make


def test_what_was_fetched_is_in_its_place_and_the_rest_is_asked_for(rep, django_assert_num_queries):
    made = make.contact("Noura", by=rep, city="Jeddah", company="Glass Ltd", tags=["VIP"])
    Company.objects.update(city="Riyadh")
    lean = Contact.objects.select_related("company").only("tags", "name", "company__name").get(pk=made.pk)
    with django_assert_num_queries(0):
        assert (lean.pk, lean.name, lean.tags, lean.company.name) == (made.pk, "Noura", ["VIP"], "Glass Ltd")
    assert {"city", "search_norm", "custom"} <= lean.get_deferred_fields() and "name" not in lean.get_deferred_fields()
    with django_assert_num_queries(2):
        assert (lean.city, lean.company.city) == ("Jeddah", "Riyadh")


def test_saving_it_writes_what_was_fetched_alone(rep):
    made = make.contact("Noura", by=rep, city="Jeddah")
    lean = Contact.objects.only("name").get(pk=made.pk)
    Contact.objects.filter(pk=made.pk).update(city="Riyadh")
    lean.name = "Sara"
    lean.save()
    made.refresh_from_db()
    assert (made.name, made.city) == ("Sara", "Riyadh")


def test_rows_without_a_company_have_none(rep):
    made = make.contact("Noura", by=rep)
    assert Contact.objects.select_related("company").only("name", "company__name").get(pk=made.pk).company is None
