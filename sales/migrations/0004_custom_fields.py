"""Custom values become findable: their words in search_norm, all of them by @> in the scan view."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Cast, Collate

from crm.records.searchtext import SearchText
from crm.tenants.operations import ScanView

VIEW, TABLE = "sales_deal_scan", "sales_deal"
COLUMNS = ["owner_id", "team_id", "tags", "search_norm", "created_at", "deleted_at"]
BARE = [column for column in COLUMNS if column != "search_norm"]
TEXT = models.TextField()
NORM = SearchText("title", "service", Cast("number", models.TextField()), "custom_text")
TRIGRAMS = GinIndex(OpClass("search_norm", "gin_trgm_ops"), name="deal_search")
BEGINNINGS = models.Index(
    "tenant", Collate("search_norm", "C"), name="deal_prefix", condition=models.Q(deleted_at=None)
)


class Migration(migrations.Migration):
    dependencies = [("sales", "0003_recycle_bin")]
    operations = [
        ScanView(VIEW, TABLE, BARE, before=COLUMNS),
        migrations.RemoveIndex(model_name="deal", name="deal_search"),
        migrations.RemoveIndex(model_name="deal", name="deal_prefix"),
        migrations.RemoveField(model_name="deal", name="search_norm"),
        migrations.AddField("deal", "custom_text", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField(
            "deal", "search_norm", models.GeneratedField(db_persist=True, expression=NORM, output_field=TEXT)
        ),
        migrations.AddIndex(model_name="deal", index=TRIGRAMS),
        migrations.AddIndex(model_name="deal", index=BEGINNINGS),
        migrations.AddIndex(model_name="deal", index=GinIndex(OpClass("custom", "jsonb_path_ops"), name="deal_custom")),
        ScanView(VIEW, TABLE, [*COLUMNS, "custom"], before=BARE),
    ]
