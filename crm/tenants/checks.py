"""System checks on the database's own catalogue: no table, key, unique or view may stand outside the tenant wall.

They see what is really there, third-party tables included. Run by `manage.py check --database owner`, by the test
suite, and by the runner before it serves.
"""

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections

# Tables with a tenant column that stand outside on purpose: each holds an address and no content.
OUTSIDE = ("events_timer", "tenants_publiclink")

TENANT_TABLES = """
    SELECT c.oid, c.relname, c.relrowsecurity,
           EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
                   AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> ALL(%(outside)s)
      AND EXISTS (SELECT 1 FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
"""
PLAIN_KEYS = """
    SELECT con.conname, con.conrelid::regclass::text FROM pg_constraint con
    WHERE con.contype = 'f' AND con.conrelid = ANY(%(tables)s) AND con.confrelid = ANY(%(tables)s)
      AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = con.conrelid
                      AND a.attnum = ANY(con.conkey) AND a.attname = 'tenant_id')
"""
LOOSE_UNIQUES = """
    SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text FROM pg_index i
    WHERE i.indisunique AND NOT i.indisprimary AND i.indrelid = ANY(%(tables)s)
      AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid
                      AND a.attnum = i.indkey[0] AND a.attname = 'tenant_id')
"""
OPEN_VIEWS = """
    SELECT v.relname FROM pg_class v JOIN pg_namespace n ON n.oid = v.relnamespace
    WHERE n.nspname = 'public' AND v.relkind IN ('v', 'm')
      AND EXISTS (SELECT 1 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                  WHERE r.ev_class = v.oid AND d.refobjid = ANY(%(tables)s))
      AND (pg_get_viewdef(v.oid) NOT LIKE '%%crm.tenant%%'
           OR v.relowner <> (SELECT relowner FROM pg_class WHERE relname = 'tenants_tenant'))
"""
ROLE = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'public' AND c.relowner = r.oid),
           EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'public' AND c.relkind = 'r' AND has_table_privilege(r.oid, c.oid, 'TRUNCATE'))
    FROM pg_roles r WHERE r.rolname = %(role)s
"""


@register(Tags.database)
def check_tenant_wall(app_configs, databases=None, **kwargs):
    """E001–E006, from the catalogue. Silent when no database was asked for."""
    if not databases:
        return []
    connection = connections["owner" if "owner" in databases else "default"]
    with connection.cursor() as cursor:
        return [*_role(cursor), *_models_without_column(cursor), *_tables(cursor)]


def _role(cursor):
    cursor.execute(ROLE, {"role": "crm_app"})
    row = cursor.fetchone()
    if row is None:
        return [Error("the role crm_app does not exist", hint="run `python -m crm.runner doctor`", id="tenants.E001")]
    faults = ("is a superuser", "bypasses row-level security", "owns tables", "may truncate tables")
    return [
        Error(f"the role crm_app {fault}, so the tenant wall would not hold", id="tenants.E001")
        for fault, found in zip(faults, row, strict=True)
        if found
    ]


def _models_without_column(cursor):
    from_models = {m._meta.db_table for m in apps.get_models() if any(f.name == "tenant" for f in m._meta.local_fields)}
    cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id'")
    missing = from_models - {name for (name,) in cursor.fetchall()}
    return [Error(f"table {name} has no tenant_id", hint="migrate", id="tenants.E004") for name in sorted(missing)]


def _tables(cursor):
    cursor.execute(TENANT_TABLES, {"outside": list(OUTSIDE)})
    rows = cursor.fetchall()
    found = {"tables": [oid for oid, *_ in rows]}
    yield from (
        Error(f"table {name} stands outside the tenant wall", hint="add TenantTable to a migration", id="tenants.E002")
        for _, name, secured, has_policy in rows
        if not (secured and has_policy)
    )
    for sql, message, code in (
        (PLAIN_KEYS, "key {0} of {1} can reach another tenant: use TenantForeignKey", "E003"),
        (LOOSE_UNIQUES, "unique {0} of {1} does not begin with tenant_id", "E005"),
        (OPEN_VIEWS, "view {0} shows every tenant, or is not the owner's", "E006"),
    ):
        cursor.execute(sql, found)
        yield from (Error(message.format(*row), id=f"tenants.{code}") for row in cursor.fetchall())
