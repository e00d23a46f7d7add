"""The slots of a record's table: columns into which custom values are repeated, so that lists sort by them (slots.py).

They are float8, date and text, and not numeric: what compares them is leakproof, so row security lets an index serve.
A number beyond 2**53 (nine quadrillion minor units of money) sorts among its nearest neighbours.
"""

from functools import cache

from django.db import models
from django.db.models.functions import Collate

EACH = range(1, 6)
TYPES = {"num": models.FloatField, "date": models.DateField, "txt": models.TextField}
SLOTS = {sort: tuple(f"cf_{sort}_{number}" for number in EACH) for sort in TYPES}
ALPHABETS = ("ar", "fa", "en")


def column(sort):
    return TYPES[sort](null=True, editable=False)


class Slotted(models.Model):
    """A record whose type is `customisable`. The database alone writes these columns (sql/slots.sql)."""

    cf_num_1, cf_num_2, cf_num_3, cf_num_4, cf_num_5 = (column("num") for _number in EACH)
    cf_date_1, cf_date_2, cf_date_3, cf_date_4, cf_date_5 = (column("date") for _number in EACH)
    cf_txt_1, cf_txt_2, cf_txt_3, cf_txt_4, cf_txt_5 = (column("txt") for _number in EACH)

    class Meta:
        abstract = True


def slot_indexes(name):
    """An index for each slot of the type `name`, of text one for each alphabet; empty ones cost nothing to keep."""
    return [
        models.Index("tenant", shown, "id", name=f"{name}_{called}", condition=models.Q(deleted_at=None, **filled))
        for sort, slots in SLOTS.items()
        for slot in slots
        for filled in [{f"{slot}__isnull": False}]
        for called, shown in _ways(sort, slot)
    ]


def _ways(sort, slot):
    if sort != "txt":
        return [(slot, slot)]
    return [(f"{slot}_{language}", Collate(slot, f"crm_{language}")) for language in ALPHABETS]


@cache
def derived(model, *related):
    """The names of the columns that the database makes of others, those of `related` rows too: a third of a record, of
    no use to a page of it."""
    slots = {slot for each in SLOTS.values() for slot in each}
    own = [field.name for field in model._meta.concrete_fields if field.generated or field.name in slots]
    return (*own, *(f"{path}__{name}" for path in related for name in derived(_reached(model, path))))


def _reached(model, path):
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model
