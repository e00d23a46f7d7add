"""What a page of records fetches beside them: what it shows, and nothing else."""

import pytest

from contacts.people.models import Contact
from crm.records import registry
from crm.records.types import with_related
from tests import make


def test_without_names_no_related_row_is_fetched(acme):
    assert "JOIN" not in str(with_related(Contact.objects.all(), ()).query)
    assert "JOIN" in str(with_related(Contact.objects.all(), ("owner",)).query)


@pytest.mark.parametrize("key", [kind.key for kind in registry.all_types()])
def test_rows_that_are_only_named_join_nothing(acme, key):
    kind = registry.get(key)
    assert "JOIN" not in str(kind.called(kind.model_class.objects.all()).query)


def test_those_that_the_member_sees_are_found_by_type_and_number_in_one_query_a_type(
    rep, other_rep, django_assert_num_queries
):
    mine, other = make.contact(by=rep, name="Noura"), make.contact(by=other_rep, name="Omar")
    firm = make.company(by=rep, name="Al-Harbi Glass")
    places = [("contact", mine.pk), ("contact", other.pk), ("company", firm.pk), ("contact", None), ("nothing", 1)]
    registry.seen(places, rep)  # what is read once only: the kinds of shares
    with django_assert_num_queries(2):
        found = registry.seen(places, rep)
        assert {place: str(record) for place, record in found.items()} == {
            ("contact", mine.pk): "Noura",
            ("company", firm.pk): "Al-Harbi Glass",
        }
