"""Conditions on one stored value, be it a column or an entry of the column `custom`.

In `custom` values are plain JSON (numbers, ISO days, keys), and what has no value has no entry. Ranges of those that
have a slot are asked of it: what compares its types is leakproof, so the index is used in spite of row security.
"""

from datetime import date
from decimal import Decimal

from django.db.models import CharField, Q, TextField

LOOKUPS = {"low": "gte", "high": "lte", "below": "lt", "above": "gt"}


def ranged(field, **ends):
    """low ≤ value ≤ high, or above < value < below, whatever of it is given."""
    path = field.slot or field.stored
    if field.key and not field.slot:
        path = f"custom__{field.key}__0" if field.kind == "money" else f"custom__{field.key}"
        ends = {name: _json(value) for name, value in ends.items()}
    return Q(**{f"{path}__{LOOKUPS[name]}": value for name, value in ends.items()})


def has_any(field, values):
    """The value is one of these."""
    if not field.key:
        return Q(**{f"{field.stored}__in": values})
    found = Q(pk__in=[])
    for value in values:
        found |= Q(custom__contains={field.key: value})
    return found


def is_empty(field, model):
    """There is no value."""
    if field.key:
        return ~Q(custom__has_key=field.key)
    stored = model._meta.get_field(field.stored)
    if field.kind == "tags":
        return Q(**{field.stored: []})
    empty = Q(**{field.stored: ""}) if isinstance(stored, CharField | TextField) else Q(pk__in=[])
    return empty | Q(**{f"{field.stored}__isnull": True}) if stored.null else empty


def _json(value):
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) and value != int(value) else value
