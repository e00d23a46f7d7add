"""Which index a search takes, asked of PostgreSQL as the plain role, with statistics of a workspace that has people."""

import pytest
from django.db import connection, connections

from contacts.people.models import Contact, ContactScan
from crm.records import finding, registry
from crm.records.names import named_so
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from crm.ui.keyset import Order
from crm.ui.listing import Listing
from crm.ui.where.tree import encode
from tests import make

PEOPLE = """
    INSERT INTO contacts_contact (name, owner_id, title, given_name, family_name, kind, phone, email, points_text,
        company_name, address, city, country, language, source, note, tags, custom, created_at, updated_at,
        last_activity_at)
    SELECT 'Person ' || md5(n::text), %s, '', '', '', 'prospect', '', '', '', '', '', '', '', '', '', '', '{}', '{}',
        now(), now(), now()
    FROM generate_series(1, 20000) AS n
"""


@pytest.fixture
def full_workspace(committed_db):
    tenant, owner = make.workspace(owner="Olivia")
    with tenant_scope(tenant), connection.cursor() as cursor:
        cursor.execute(PEOPLE, [owner.pk])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
    with tenant_scope(tenant):
        yield tenant


def plan_of(queryset):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("crm_app",)
    return queryset.explain()


def words_use_the_trigram_index_behind_the_fence_only():
    people = Contact.objects.filter(deleted_at=None)
    fenced = ContactScan.fenced(people, finding._holding(ContactScan.objects.filter(deleted_at=None), ["harbi"]))
    assert "contact_search" in plan_of(fenced)
    assert "contact_search" not in plan_of(finding._holding(people, ["harbi"]))


def conditions_that_must_hold_use_the_index_too_and_alternatives_when_each_has_one():
    member = Member.objects.select_related("role").get()

    def plan(*groups, join="all"):
        listing = Listing(registry.get("contact"), member, {"where": encode([join, *groups])})
        return plan_of(listing.every.select_related(None))

    name, mail, city = ["name", "has", "harbi"], ["email", "is", "noura@x.example"], ["city", "has", "riy"]
    assert "contact_search" in plan(["all", name, city])
    assert "contact_search" in plan(["any", name, mail], ["all", city])
    assert "contact_search" not in plan(["any", name, city])
    assert "contact_tags" in plan(["all", ["tags", "any", "VIP"]])
    assert "contact_custom" in plan_of(ContactScan.objects.filter(custom__contains={"cf_1": "o1"}))


def spellings_use_their_index_behind_the_fence_only():
    people = Contact.objects.filter(deleted_at=None)
    scan = ContactScan.objects.filter(deleted_at=None, name_sounds__like="Muhammed Rezaei")
    assert "contact_sounds" in plan_of(ContactScan.fenced(people, scan))
    assert "contact_sounds" in plan_of(scan.exclude(pk__in=[1, 2]).values("pk")[:50])
    assert "contact_sounds" not in plan_of(people.filter(name_sounds__like="Muhammed Rezaei"))


def tags_use_their_index_behind_the_fence():
    assert "contact_tags" in plan_of(ContactScan.objects.filter(tags__contains=["VIP"]))


def short_words_use_the_prefix_index():
    assert "contact_prefix" in plan_of(finding._beginning(Contact.objects.filter(deleted_at=None), "no"))


def lists_walk_the_index_of_their_order():
    people = Contact.objects.filter(deleted_at=None)
    assert "contact_recent" in plan_of(people.order_by("-last_activity_at", "-pk")[:50])
    assert "contact_newest" in plan_of(people.order_by("-created_at", "-pk")[:50])
    for language in ("ar", "fa", "en"):
        order = Order(Contact, "name", language)
        assert f"contact_name_{language}" in plan_of(order.sorted(people)[:50])


def names_use_the_index_of_each_of_their_forms():
    plan = plan_of(Contact.objects.filter(named_so([f"person {number}" for number in range(300)]), deleted_at=None))
    assert "contact_called" in plan and "contact_also_called" in plan


def test_every_search_takes_the_index_that_was_made_for_it(full_workspace):
    """One workspace for all: twenty thousand people take longer to write than all their plans to read."""
    words_use_the_trigram_index_behind_the_fence_only()
    conditions_that_must_hold_use_the_index_too_and_alternatives_when_each_has_one()
    spellings_use_their_index_behind_the_fence_only()
    tags_use_their_index_behind_the_fence()
    short_words_use_the_prefix_index()
    lists_walk_the_index_of_their_order()
    names_use_the_index_of_each_of_their_forms()
