"""Custom values become findable: their words in search_norm, all of them by @> in the scan views."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Collate

from crm.records.searchtext import SearchText
from crm.tenants.operations import ScanView

COLUMNS = ["owner_id", "team_id", "tags", "search_norm", "last_activity_at", "deleted_at", "name_sounds"]
BARE = [column for column in COLUMNS if column != "search_norm"]
SEARCHED = {
    "company": ("name", "phone", "email", "website", "custom_text"),
    "contact": ("name", "company_name", "email", "phone", "points_text", "custom_text"),
}


def custom(model):
    view, table = f"contacts_{model}_scan", f"contacts_{model}"
    text = models.TextField()
    norm = models.GeneratedField(db_persist=True, expression=SearchText(*SEARCHED[model]), output_field=text)
    trigrams = GinIndex(OpClass("search_norm", "gin_trgm_ops"), name=f"{model}_search")
    beginnings = models.Index(
        "tenant", Collate("search_norm", "C"), name=f"{model}_prefix", condition=models.Q(deleted_at=None)
    )
    return [
        ScanView(view, table, BARE, before=COLUMNS),
        migrations.RemoveIndex(model_name=model, name=f"{model}_search"),
        migrations.RemoveIndex(model_name=model, name=f"{model}_prefix"),
        migrations.RemoveField(model_name=model, name="search_norm"),
        migrations.AddField(model, "custom_text", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField(model, "search_norm", norm),
        migrations.AddIndex(model_name=model, index=trigrams),
        migrations.AddIndex(model_name=model, index=beginnings),
        migrations.AddIndex(model_name=model, index=GinIndex(OpClass("custom", "jsonb_path_ops"), name=f"{model}_custom")),
        ScanView(view, table, [*COLUMNS, "custom"], before=BARE),
    ]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0006_recycle_bin")]
    operations = [*custom("company"), *custom("contact")]
