"""Many rows by one statement are the rows that would have been written one by one."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from crm.events.models import Event, EventLink
from crm.tenants import bulk
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope

AT = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def people(rep):
    return [make.contact(name, by=rep) for name in ("Noura", "Salem", "Huda")]


def told(record, **more):
    actor = {"actor_kind": "system", "actor_id": None, "actor_name": 'Night’s "work"', "depth": 0, "at": AT}
    return {**actor, "kind": "contact.told", "record_type": "contact", "record_id": record.pk, "data": {}, **more}


def test_what_rows_have_in_common_is_in_each(people):
    bulk.insert(Event, [told(one, data={"n": n}) for n, one in enumerate(people)])
    found = Event.objects.filter(kind="contact.told").order_by("record_id")
    assert [(one.record_id, one.data) for one in found] == [(one.pk, {"n": n}) for n, one in enumerate(people)]
    assert {(one.actor_name, one.actor_id, one.at) for one in found} == {('Night’s "work"', None, AT)}


def test_one_row_alone_has_all_of_it_in_common(people):
    bulk.insert(Event, [told(people[0])])
    assert Event.objects.get(kind="contact.told").record_id == people[0].pk


def test_a_row_of_another_table_stands_beside_each(people):
    link = {"event_id": "id", "record_type": "record_type", "record_id": "record_id"}
    bulk.insert(Event, [told(one) for one in people], beside=(EventLink, link))
    links = EventLink.objects.filter(event__kind="contact.told")
    assert {one.record_id for one in links} == {one.pk for one in people}
    assert all(one.event.record_id == one.record_id for one in links)


@pytest.mark.parametrize("cities", [("Riyadh", "Riyadh", "Riyadh"), ("Riyadh", "", "Yazd")])
def test_rows_are_changed_by_their_key_alike_or_not(people, cities):
    noura, salem, huda = people
    bulk.update(Contact, [{"id": one.pk, "city": city, "note": "x"} for one, city in zip(people, cities, strict=True)])
    assert dict(Contact.objects.values_list("pk", "city")) == dict(
        zip((noura.pk, salem.pk, huda.pk), cities, strict=True)
    )
    assert set(Contact.objects.values_list("note", flat=True)) == {"x"}


def test_columns_made_of_others_follow_them_and_stay_where_nothing_of_theirs_is_written(people):
    bulk.update(Contact, [{"id": people[0].pk, "city": "Yazd", "note": "x"}])
    bulk.update(Contact, [{"id": one.pk, "note": "y"} for one in people])
    assert set(Contact.objects.values_list("city", "city_norm", "note")) == {("Yazd", "yazd", "y"), ("", "", "y")}


def test_an_update_that_needs_no_made_column_names_one_that_a_cheap_one_is_made_of(people):
    with CaptureQueriesContext(connection) as asked:
        bulk.update(Contact, [{"id": one.pk, "note": "x"} for one in people])
        bulk.update(Contact, [{"id": one.pk, "city": "x"} for one in people])
        bulk.update(Event, [{"id": one.pk, "kind": "x"} for one in people])
    plain, of_its_own, none_made = [each["sql"] for each in asked]
    assert '"city" = old."city"' in plain
    assert " = old." not in of_its_own.partition(" FROM ")[0] and " = old." not in none_made.partition(" FROM ")[0]


def test_rows_of_others_are_out_of_reach(people, zenith):
    with out_of_scope(), tenant_scope(zenith):
        bulk.update(Contact, [{"id": people[0].pk, "city": "Elsewhere"}])
    assert Contact.objects.filter(city="Elsewhere").count() == 0


def test_statements_that_are_sent_ahead_are_done_in_their_order(people):
    first = people[0]
    with bulk.sent_ahead():
        bulk.update(Contact, [{"id": first.pk, "city": "Riyadh"}])
        assert Contact.objects.get(pk=first.pk).city == "Riyadh"  # what is read waits for what was sent
        bulk.update(Contact, [{"id": first.pk, "city": "Yazd"}])
        bulk.insert(Event, [told(first)])
    assert Contact.objects.get(pk=first.pk).city == "Yazd"
    assert Event.objects.filter(kind="contact.told").count() == 1


def test_what_goes_wrong_with_one_sent_ahead_is_told_at_the_end(people):
    with pytest.raises(DatabaseError), transaction.atomic(), bulk.sent_ahead():
        bulk.update(Contact, [{"id": people[0].pk, "city": "Riyadh"}])
        bulk.insert(Event, [told(people[0], kind=None)])
    assert Contact.objects.filter(city="Riyadh").count() == 0
