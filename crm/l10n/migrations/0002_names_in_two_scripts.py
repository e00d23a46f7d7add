"""crm_sounds(): the second key of names, equal for their Latin and Arabic spellings."""

from pathlib import Path

from django.db import migrations

CRM_SOUNDS = Path(__file__).parent.parent / "sql" / "crm_sounds.sql"
FUNCTIONS = (
    "crm_sounding(text)",
    "crm_sounds(text)",
    "crm_sounds_of(text)",
    "crm_word_sounds(text)",
    "crm_arabic_spelled(text)",
    "crm_latin_spelled(text)",
    "crm_latin_heard(text, text)",
    "crm_latin_signs(text)",
    "crm_usual_spelling(text)",
    "crm_name_words(text)",
)


def create(apps, schema_editor):
    schema_editor.execute(CRM_SOUNDS.read_text(encoding="utf-8"), params=None)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP FUNCTION IF EXISTS {', '.join(FUNCTIONS)}")


class Migration(migrations.Migration):
    dependencies = [("l10n", "0001_search_and_sorting")]
    operations = [migrations.RunPython(create, drop)]
