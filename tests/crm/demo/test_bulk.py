"""A workspace filled at once holds what was asked for, lawfully, and its pages work."""

import io

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Company, Contact
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


def test_more_deals_than_people_are_refused(db):
    with pytest.raises(CommandError, match="one deal a person"):
        call_command("bulk_demo", people=5, deals=6)
