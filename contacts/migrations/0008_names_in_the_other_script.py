"""The same name in the other script, and what each reader sees of the two: shown, sorted, searched and told apart."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Collate

from crm.records.names import ArabicName, LatinName
from crm.records.searchtext import SearchText, Sounds, SoundsField
from crm.tenants.operations import ScanView

BARE = ["owner_id", "team_id", "tags", "last_activity_at", "deleted_at", "custom"]
COLUMNS = ["owner_id", "team_id", "tags", "search_norm", "last_activity_at", "deleted_at", "name_sounds", "custom"]
SEARCHED = {
    "company": ("name", "other_name", "phone", "email", "website", "custom_text"),
    "contact": (
        "name", "other_name", "company_name", "company_other_name", "email", "phone", "points_text", "custom_text",
    ),
}  # fmt: skip
MADE_ANEW = ("sounds", "search", "prefix")
SCRIPTS = (("ar", "name_arab"), ("fa", "name_arab"), ("en", "name_latn"))
ALIVE = models.Q(deleted_at=None)


def text():
    return models.TextField(blank=True, default="", db_default="")


def stored(expression, output_field=models.TextField):
    return models.GeneratedField(db_persist=True, expression=expression, output_field=output_field())


def fields(model):
    own = {"company_other_name": text()} if model == "contact" else {}
    return own | {
        "other_name": text(),
        "name_arab": stored(ArabicName("name", "other_name")),
        "name_latn": stored(LatinName("name", "other_name")),
        "other_norm": stored(SearchText("other_name")),
        "name_sounds": stored(Sounds("name", "other_name"), SoundsField),
        "search_norm": stored(SearchText(*SEARCHED[model])),
    }


def indexes(model):
    sorts = [
        models.Index("tenant", Collate(shown, f"crm_{language}"), "id", name=f"{model}_name_{language}", condition=ALIVE)
        for language, shown in SCRIPTS
    ]
    called = models.Index(
        "tenant", "other_norm", name=f"{model}_also_called", condition=ALIVE & ~models.Q(other_norm="")
    )
    return [
        *sorts,
        called,
        GinIndex("name_sounds", name=f"{model}_sounds"),
        GinIndex(OpClass("search_norm", "gin_trgm_ops"), name=f"{model}_search"),
        models.Index("tenant", Collate("search_norm", "C"), name=f"{model}_prefix", condition=ALIVE),
    ]


def names(model):
    view, table = f"contacts_{model}_scan", f"contacts_{model}"
    gone = [*(f"{model}_name_{language}" for language, _shown in SCRIPTS), *(f"{model}_{each}" for each in MADE_ANEW)]
    return [
        ScanView(view, table, BARE, before=COLUMNS),
        *(migrations.RemoveIndex(model_name=model, name=name) for name in gone),
        migrations.RemoveField(model_name=model, name="name_sounds"),
        migrations.RemoveField(model_name=model, name="search_norm"),
        *(migrations.AddField(model, name, field) for name, field in fields(model).items()),
        *(migrations.AddIndex(model_name=model, index=index) for index in indexes(model)),
        ScanView(view, table, COLUMNS, before=BARE),
    ]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_custom_fields"), ("l10n", "0003_names_of_a_script")]
    operations = [*names("company"), *names("contact")]
