"""Every tenant table, by ORM and by raw SQL: another workspace's rows do not exist."""

from django.apps import apps
from django.db import DatabaseError, connection, transaction

from crm.tenants.base import tenant_models
from tests.conftest import out_of_scope

TABLES = [model._meta.db_table for model in tenant_models(apps)]
APPEND_ONLY = {"audit_entry"}  # nothing of it may be changed at all: tests/crm/audit/test_append_only.py


def refusals(sql, *params):
    """{table: what the database answered} for a statement tried on every table by itself."""
    answers = {}
    for table in TABLES:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql.format(table=table), params)
                answers[table] = "done"
        except DatabaseError as error:
            answers[table] = str(error)
    return answers


def counts(sql, *params):
    """{table: count}, without the tables that count nothing."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(sql.format(table=table), params)
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def test_there_are_tables(acme):
    assert len(TABLES) > 20
    assert counts("select count(*) from {table}")  # the workspace itself left rows that could have been seen


def test_raw_sql_sees_one_tenant_at_most(acme, zenith):
    assert counts("select count(*) from {table} where tenant_id <> %s", acme.pk) == {}


def test_without_a_scope_there_are_no_rows(acme, zenith):
    with out_of_scope():
        assert counts("select count(*) from {table}") == {}


def test_raw_sql_cannot_change_or_delete_anothers_rows(acme, zenith):
    with connection.cursor() as cursor:
        for table in set(TABLES) - APPEND_ONLY:
            cursor.execute(f"delete from {table} where tenant_id = %s", [zenith.pk])
            assert cursor.rowcount == 0, table
            cursor.execute(f"update {table} set tenant_id = tenant_id where tenant_id = %s", [zenith.pk])
            assert cursor.rowcount == 0, table


def test_a_row_cannot_be_written_for_another_tenant(acme, zenith):
    answers = refusals("insert into {table} (tenant_id) values (%s)", zenith.pk)
    assert {table: text for table, text in answers.items() if "row-level security" not in text} == {}


def test_without_a_scope_nothing_can_be_written(acme):
    with out_of_scope():
        answers = refusals("insert into {table} default values")
    assert {table for table, text in answers.items() if text == "done"} == set()


def test_the_plain_role_may_not_truncate(acme):
    answers = refusals("truncate {table}")
    assert {table: text for table, text in answers.items() if "permission denied" not in text} == {}
