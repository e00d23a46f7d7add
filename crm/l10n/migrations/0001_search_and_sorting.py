"""What PostgreSQL must know of the three languages: trigrams, crm_norm() and the orders of their alphabets."""

from pathlib import Path

from django.core.management.base import CommandError
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

LANGUAGES = ("ar", "fa", "en")
CRM_NORM = Path(__file__).parent.parent / "sql" / "crm_norm.sql"


def refuse_old_servers(apps, schema_editor):
    if schema_editor.connection.pg_version < 170000:
        raise CommandError(
            "Wasl needs PostgreSQL 17 or newer, for its built-in Unicode locale. Upgrade the server or point "
            "DATABASE_URL at a newer one."
        )


def create_norm(apps, schema_editor):
    schema_editor.execute(CRM_NORM.read_text(encoding="utf-8"), params=None)


def create_collations(apps, schema_editor):
    """crm_ar, crm_fa, crm_en sort by each alphabet; on a server built without ICU they sort by code point."""
    with schema_editor.connection.cursor() as cursor:
        # a server without ICU still lists one collation of that provider
        cursor.execute("SELECT count(*) > 1 FROM pg_collation WHERE collprovider = 'i'")
        (has_icu,) = cursor.fetchone()
    for language in LANGUAGES:
        rule = f"provider = icu, locale = '{language}'" if has_icu else "provider = builtin, locale = 'C.UTF-8'"
        schema_editor.execute(f"CREATE COLLATION IF NOT EXISTS crm_{language} ({rule})", params=None)


def drop_collations(apps, schema_editor):
    for language in LANGUAGES:
        schema_editor.execute(f"DROP COLLATION IF EXISTS crm_{language}", params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunPython(refuse_old_servers, migrations.RunPython.noop),
        TrigramExtension(),
        migrations.RunPython(create_norm, lambda apps, editor: editor.execute("DROP FUNCTION IF EXISTS crm_norm(text)")),
        migrations.RunPython(create_collations, drop_collations),
    ]
