"""Which index a search takes, asked of PostgreSQL as the plain role, with statistics of a workspace that has people."""

import pytest
from django.db import connection, connections

from contacts.people.models import Contact, ContactScan
from crm.records import finding
from crm.tenants.scope import tenant_scope
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


def test_words_use_the_trigram_index_behind_the_fence_only(full_workspace):
    people = Contact.objects.filter(deleted_at=None)
    fenced = ContactScan.fenced(people, finding._holding(ContactScan.objects.filter(deleted_at=None), ["harbi"]))
    assert "contact_search" in plan_of(fenced)
    assert "contact_search" not in plan_of(finding._holding(people, ["harbi"]))


def test_tags_use_their_index_behind_the_fence(full_workspace):
    assert "contact_tags" in plan_of(ContactScan.objects.filter(tags__contains=["VIP"]))


def test_short_words_use_the_prefix_index(full_workspace):
    assert "contact_prefix" in plan_of(finding._beginning(Contact.objects.filter(deleted_at=None), "no"))


def test_lists_walk_the_index_of_their_order(full_workspace):
    people = Contact.objects.filter(deleted_at=None)
    assert "contact_recent" in plan_of(people.order_by("-last_activity_at", "-pk")[:50])
    assert "contact_newest" in plan_of(people.order_by("-created_at", "-pk")[:50])
