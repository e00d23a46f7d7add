"""Records as a reader may have them: what their role hides is blank in the rows themselves, and in what they link to.

`visible_to` dresses every queryset with a Mask, so a page, panel or template cannot show what it was never given.
Conditions, sorting and sums happen in the database before that; those ask crm.access.fields.
"""

from django.db.models import CharField, Model, TextField
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable

from crm.access.fields import hidden_fields, is_custom

# Custom fields are no columns: their values stand in one, and their words, for search, in another.
CUSTOM, CUSTOM_COLUMNS = "custom", frozenset({"custom", "custom_text"})


class Mask:
    """dress(queryset, rows) for a member whose role hides fields."""

    def __init__(self, member):
        self.member = member

    def __call__(self, queryset, rows):
        if issubclass(queryset._iterable_class, ModelIterable):
            for record in rows:
                self.cover(record)
            return rows
        return self._values(queryset, rows)

    def cover(self, record):
        """Blank the hidden fields of a record, and of records that were fetched with it."""
        names = self._columns(type(record))
        for name in names - {CUSTOM}:
            _blank(record, name)
        if CUSTOM in names:
            hidden, known = hidden_fields(self.member, record.record_key), record.__dict__.get(CUSTOM, {})
            record.custom = {name: value for name, value in known.items() if name not in hidden}
        if names:
            record.masked = names
        for linked in list(record._state.fields_cache.values()):
            if isinstance(linked, Model) and hasattr(linked, "record_key") and not hasattr(linked, "masked"):
                self.cover(linked)

    def _columns(self, model):
        stored = getattr(model, "stored_in", {})
        hidden = hidden_fields(self.member, getattr(model, "record_key", ""))
        known = {field.name for field in model._meta.get_fields()}
        names = {name for field in hidden for name in stored.get(field, (field,)) if name in known}
        return frozenset(names | (CUSTOM_COLUMNS & known if any(map(is_custom, hidden)) else set()))

    def _values(self, queryset, rows):
        names = [*queryset.query.extra_select, *queryset.query.values_select, *queryset.query.annotation_select]
        asked = [str(name) for name in queryset._fields or names]
        blank = [index for index, name in enumerate(asked) if self._hides(queryset.model, name)]
        if not blank:
            return rows
        if issubclass(queryset._iterable_class, FlatValuesListIterable):
            return [None] * len(rows)
        if issubclass(queryset._iterable_class, ValuesIterable):
            return [row | {asked[index]: None for index in blank} for row in rows]
        return [_without(row, blank) for row in rows]

    def _hides(self, model, path):
        """Whether a path of values("contact__phone") ends in, or passes through, a hidden field."""
        for step in path.split("__"):
            hidden = self._columns(model)
            if step in hidden or step.removesuffix("_id") in hidden:
                return True
            field = next((each for each in model._meta.get_fields() if each.name == step), None)
            if field is None or not field.related_model:
                return False
            model = field.related_model
        return False


def _blank(record, name):
    """A link keeps its id, by which what happens finds its timelines, and leads nowhere."""
    field = record._meta.get_field(name)
    if field.is_relation:
        record._state.fields_cache[name] = None
    else:
        setattr(record, name, _nothing(field))


def _nothing(field):
    if field.null:
        return None
    return "" if isinstance(field, CharField | TextField) else field.get_default()


def _without(row, blank):
    values = [None if index in blank else value for index, value in enumerate(row)]
    return type(row)._make(values) if hasattr(row, "_make") else tuple(values)
