"""The second key of people's and companies' names, and its place in the scan views."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

import crm.records.searchtext
from crm.tenants.operations import ScanView

COLUMNS = ["owner_id", "team_id", "tags", "search_norm", "last_activity_at", "deleted_at"]


def sounds(model):
    return [
        migrations.AddField(
            model_name=model,
            name="name_sounds",
            field=models.GeneratedField(
                db_persist=True,
                expression=crm.records.searchtext.Sounds("name"),
                output_field=crm.records.searchtext.SoundsField(),
            ),
        ),
        migrations.AddIndex(model_name=model, index=GinIndex("name_sounds", name=f"{model}_sounds")),
        ScanView(f"contacts_{model}_scan", f"contacts_{model}", [*COLUMNS, "name_sounds"], before=COLUMNS),
    ]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_shares_with_teams"), ("l10n", "0002_names_in_two_scripts")]
    operations = [*sounds("company"), *sounds("contact")]
