"""Lists by name tell one owner's people and companies apart within the index."""

from django.db import migrations, models
from django.db.models.functions import Collate

NAMES = {"ar": "name_arab", "fa": "name_arab", "en": "name_latn"}


def anew(model, language):
    name, shown = f"{model}_name_{language}", Collate(NAMES[language], f"crm_{language}")
    index = models.Index("tenant", shown, "id", "owner", name=name, condition=models.Q(deleted_at=None))
    return [
        migrations.RemoveIndex(model_name=model, name=name),
        migrations.AddIndex(model_name=model, index=index),
    ]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_slots")]
    operations = [each for model in ("company", "contact") for language in NAMES for each in anew(model, language)]
