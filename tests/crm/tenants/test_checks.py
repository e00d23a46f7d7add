"""The checks pass on our schema, and each of them catches what it is there for."""

import pytest
from django.db import connection

from crm.tenants.checks import check_tenant_wall

FAULTS = {
    "tenants.E002": "CREATE TABLE forgotten (id bigint PRIMARY KEY, tenant_id bigint NOT NULL)",
    "tenants.E003": "ALTER TABLE access_team ADD COLUMN stray bigint REFERENCES access_role (id)",
    "tenants.E004": "ALTER TABLE events_delivery DROP COLUMN tenant_id CASCADE",
    "tenants.E005": "CREATE UNIQUE INDEX loose ON access_team (name)",
    "tenants.E006": "CREATE VIEW gaping AS SELECT id, name FROM access_team",
}


def found():
    return {error.id for error in check_tenant_wall(None, databases=["default"])}


def test_our_schema_passes(db):
    assert check_tenant_wall(None, databases=["default"]) == []


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found(db, code):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(FAULTS[code])
        try:
            assert code in found()
        finally:
            cursor.execute("SET ROLE crm_app")


def test_a_plain_role_that_may_truncate_is_found(db):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("GRANT TRUNCATE ON access_team TO crm_app")
        try:
            assert "tenants.E001" in found()
        finally:
            cursor.execute("SET ROLE crm_app")
