"""A workspace filled at once holds what was asked for, lawfully, and its pages work."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from contacts.models import Company, Contact
from crm.demo.bulk import rebuilt
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope
from sales.models import Deal
from tests.conftest import MemberClient


@pytest.fixture
def bulk(committed_db):
    call_command("bulk_demo", people=300, deals=120, open_deals=90, members=3, stdout=io.StringIO())
    return Tenant.objects.get(slug="bulk")


def test_it_makes_what_was_asked_for(bulk):
    with tenant_scope(bulk):
        assert (Contact.objects.count(), Company.objects.count()) == (300, 15)
        assert (Deal.objects.filter(status=0).count(), Deal.objects.exclude(status=0).count()) == (90, 30)
        assert sorted(Deal.objects.values_list("number", flat=True)) == list(range(1, 121))
        assert not Contact.objects.filter(owner=None).exists()


def test_its_people_belong_to_all_reps_and_their_pages_open(bulk):
    with tenant_scope(bulk):
        members = list(Member.objects.select_related("user", "tenant", "role"))
        owners = set(Contact.objects.values_list("owner_id", flat=True))
    assert owners == {member.pk for member in members if member.role.key == "rep"}
    for member in members:
        client = MemberClient(member)
        for path in ("/people/", "/people/?sort=-last_activity_at", "/deals/", "/companies/", "/search/?q=p7@mail"):
            assert client.get(path).status_code == 200


def test_a_second_run_adds_to_it(bulk):
    call_command("bulk_demo", people=10, deals=5, stdout=io.StringIO())
    with tenant_scope(bulk):
        assert (Contact.objects.count(), Deal.objects.count()) == (310, 125)
        assert Deal.objects.filter(number=125).exists()


def structure():
    """The indexes and keys of all tables, as the database tells them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
        indexes = {definition for (definition,) in cursor.fetchall()}
        cursor.execute("SELECT conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint")
        return indexes, set(cursor.fetchall())


def test_very_many_are_entered_without_indexes_and_keys_which_all_come_back(committed_db, monkeypatch):
    monkeypatch.setattr("crm.demo.bulk.WORTH_REBUILDING", 100)
    before, said = structure(), []
    with rebuilt(100, said.append):
        indexes, keys = structure()
    assert not any(" contact_of_owner " in index for index in indexes)
    assert not any(name == "contacts_contact_owner_id_tenant_fk" for _table, name, *_rest in keys)
    assert structure() == before and "index contact_of_owner" in said
    with pytest.raises(KeyError), rebuilt(100, said.append):
        raise KeyError
    assert structure() == before


def test_what_was_entered_so_hangs_together(committed_db, monkeypatch):
    monkeypatch.setattr("crm.demo.bulk.WORTH_REBUILDING", 100)
    call_command("bulk_demo", people=100, deals=10, members=1, stdout=io.StringIO())
    with tenant_scope(Tenant.objects.get(slug="bulk")):
        assert Deal.objects.filter(contact__owner__role__key="rep").count() == 10


def test_more_deals_than_people_are_refused(db):
    with pytest.raises(CommandError, match="one deal a person"):
        call_command("bulk_demo", people=5, deals=6)
