"""crm_name_arab() and crm_name_latn(): of two forms of a name, the one of a script."""

from pathlib import Path

from django.db import migrations

CRM_NAME_IN = Path(__file__).parent.parent / "sql" / "crm_name_in.sql"
FUNCTIONS = ("crm_name_arab(text, text)", "crm_name_latn(text, text)", "crm_is_arabic(text)")


def create(apps, schema_editor):
    schema_editor.execute(CRM_NAME_IN.read_text(encoding="utf-8"), params=None)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {', '.join(FUNCTIONS)}")


class Migration(migrations.Migration):
    dependencies = [("l10n", "0002_names_in_two_scripts")]
    operations = [migrations.RunPython(create, drop)]
