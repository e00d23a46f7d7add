"""Every tenant table, by ORM and by raw SQL: another workspace's rows do not exist."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from crm.tenants.base import tenant_models
from tests.conftest import out_of_scope

TABLES = [model._meta.db_table for model in tenant_models(apps)]


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_sees_one_tenant_at_most(acme, zenith, table):
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table} where tenant_id <> %s", [acme.pk])
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", TABLES)
def test_without_a_scope_there_are_no_rows(acme, zenith, table):
    with out_of_scope(), connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_written_for_another_tenant(acme, zenith, table):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"insert into {table} (tenant_id) values (%s)", [zenith.pk])


@pytest.mark.parametrize("table", TABLES)
def test_without_a_scope_nothing_can_be_written(acme, table):
    with out_of_scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"insert into {table} default values")


@pytest.mark.parametrize("table", TABLES)
def test_the_plain_role_may_not_truncate(acme, table):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {table}")
