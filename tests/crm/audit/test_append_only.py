"""The trail can be written and read, and nothing else: by the plain role's rights, and by a guard for everybody."""

import pytest
from django.db import DatabaseError, connection, transaction

from crm.audit.actions import note
from crm.audit.checks import check_append_only
from crm.audit.models import Entry
from tests.crm.audit.hands import as_owner


@pytest.fixture
def entry(owner):
    note(owner, "record.opened", record=owner)
    return Entry.objects.order_by("pk").last()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'Somebody'",
        "UPDATE audit_entry SET number = 1, previous = '', hash = ''",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_guard",
        "DROP TRIGGER audit_guard ON audit_entry",
        "SELECT audit_prune(1, now())",
    ],
)
def test_the_plain_role_is_refused(entry, statement):
    with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    assert Entry.objects.filter(pk=entry.pk, actor_name=entry.actor_name).exists()


def test_the_retention_switch_is_worth_nothing_to_the_plain_role(entry, owner):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('crm.audit_retention', 'on', true)")
    forged = Entry.objects.create(actor_kind="member", action="x", number=77, previous="a" * 64, hash="b" * 64)
    forged.refresh_from_db()
    assert (forged.number, forged.previous, forged.hash) == (None, None, None)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor_name = 'Somebody'", "DELETE FROM audit_entry"])
def test_the_owners_own_hand_is_stopped(entry, statement):
    with pytest.raises(DatabaseError, match="append-only"), as_owner() as cursor:
        cursor.execute(statement)


def test_nobody_chooses_when_it_was(owner):
    entry = Entry.objects.create(actor_kind="member", action="x", at="2001-01-01T00:00:00Z")
    entry.refresh_from_db()
    assert entry.at.year > 2001


def test_the_owner_can_remove_a_whole_workspaces_trail_by_saying_so(entry, acme):
    with as_owner() as cursor:
        cursor.execute("SELECT set_config('crm.audit_retention', 'on', true)")
        cursor.execute("DELETE FROM audit_entry WHERE tenant_id = %s", [acme.pk])
        cursor.execute("SELECT set_config('crm.audit_retention', '', true)")
    assert not Entry.objects.exists()


def test_an_archive_brings_its_times_and_seals_back(entry, acme):
    with as_owner() as cursor:
        cursor.execute("SELECT set_config('crm.audit_retention', 'on', true)")
        cursor.execute(
            "INSERT INTO audit_entry (tenant_id, at, actor_kind, actor_name, action, record_type, request_id, data, "
            "number, previous, hash) VALUES (%s, '2001-01-01', 'member', '', 'old', '', '', '{}', 900, 'a', 'b')",
            [acme.pk],
        )
        cursor.execute("SELECT set_config('crm.audit_retention', '', true)")
    old = Entry.objects.get(action="old")
    assert (old.at.year, old.number, old.previous, old.hash) == (2001, 900, "a", "b")


class TestTheCheck:
    def test_our_schema_passes(self, db):
        assert check_append_only(None, databases=["default"]) == []

    def test_it_is_silent_when_no_database_was_asked_for(self, db):
        assert check_append_only(None) == []

    @pytest.mark.parametrize(
        ("fault", "code"),
        [
            ("GRANT UPDATE ON audit_entry TO crm_app", "audit.E001"),
            ("GRANT DELETE ON audit_entry TO crm_app", "audit.E001"),
            ("ALTER TABLE audit_entry DISABLE TRIGGER audit_guard", "audit.E002"),
            ("DROP TRIGGER audit_guard ON audit_entry", "audit.E002"),
        ],
    )
    def test_a_fault_is_found(self, db, fault, code):
        with as_owner() as cursor:
            cursor.execute(fault)
        assert [error.id for error in check_append_only(None, databases=["default"])] == [code]
