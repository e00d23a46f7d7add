"""A system check on the database's own word: the plain role can add to the audit trail and read it, nothing else."""

from django.core.checks import Error, Tags, register
from django.db import connections

RIGHTS = """
    SELECT privilege FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
    WHERE has_table_privilege('crm_app', 'audit_entry', privilege)
"""
GUARD = """
    SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgname = 'audit_guard'
                   AND tgenabled IN ('O', 'A'))
"""


def connect():
    register(check_append_only, Tags.database)


def check_append_only(app_configs, databases=None, **kwargs):
    """E001 and E002. Silent when no database was asked for, or before the trail's table is made."""
    if not databases:
        return []
    with connections["owner" if "owner" in databases else "default"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('audit_entry')")
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(RIGHTS)
        rights = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(GUARD)
        (guarded,) = cursor.fetchone()
    hint = "run crm/audit/sql/append_only.sql as the owner"
    found = [Error(f"the role crm_app may {rights} the audit trail", hint=hint, id="audit.E001")] if rights else []
    return found if guarded else [*found, Error("the audit trail is not guarded", hint=hint, id="audit.E002")]
