"""The fixtures of tests.databases keep their promises; every other test stands on them."""

import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError

from crm.tenants.models import Tenant


def roles(alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user, session_user, current_database()")
        return cursor.fetchone()


def test_a_test_speaks_as_the_plain_role_in_its_own_database(db):
    current, session, database = roles()
    assert (current, session) == ("crm_app", "crm_owner")
    assert database.startswith("test_wasl_")


def test_the_plain_role_may_not_truncate(db):
    with pytest.raises(ProgrammingError, match="permission denied"):
        connection.cursor().execute("TRUNCATE tenants_tenant CASCADE")


@pytest.mark.parametrize("round", (1, 2))
def test_what_is_committed_is_gone_after_the_test(committed_db, round):
    assert not Tenant.objects.using("owner").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 10
    Tenant.objects.create(name="Left behind", slug="left-behind")
    assert Tenant.objects.using("owner").count() == 1


@pytest.mark.django_db(databases="__all__")
def test_both_doors_open_into_the_same_database():
    assert roles()[2] == roles("owner")[2]
    assert roles("owner")[0] == "crm_owner"


def test_resetting_the_role_does_not_climb_to_the_owner(db):
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert roles()[0] == "crm_app"
