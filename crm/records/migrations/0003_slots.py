"""Fields by which lists can be sorted, and the functions that keep their values where an index finds them."""

from pathlib import Path

from django.db import migrations, models

SLOTS = Path(__file__).parent.parent / "sql" / "slots.sql"


def install(apps, schema_editor):
    schema_editor.execute(SLOTS.read_text(encoding="utf-8"), params=None)


def take_away(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION crm_keep_slots(), crm_slots(bigint, text, jsonb), crm_slot(text, jsonb)")


class Migration(migrations.Migration):
    dependencies = [("records", "0002_custom_fields")]
    operations = [
        migrations.AddField("customfield", "sortable", models.BooleanField(default=False)),
        migrations.AddField("customfield", "slot", models.CharField(blank=True, default="", editable=False, max_length=9)),
        migrations.AddField("customfield", "slot_ready", models.BooleanField(default=False, editable=False)),
        migrations.AddField("customfield", "slot_place", models.BigIntegerField(default=0, editable=False)),
        migrations.AddConstraint(
            "customfield",
            models.UniqueConstraint(
                fields=["tenant", "record_type", "slot"], condition=~models.Q(slot=""), name="customfield_slot"
            ),
        ),
        migrations.RunPython(install, take_away),
    ]
