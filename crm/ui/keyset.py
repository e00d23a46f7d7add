"""Pages by key: each begins where another ended, so the thousandth costs what the first does.

A page is asked for by the sort value and id of the row before (or after) it, compared as a row: (name, id) > (x, y).
Custom fields are sorted by their slots (crm.records.fields.slots), whose indexes hold only the rows that have a value;
the others come after them, whichever way the list goes.
"""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, DateField, F, Q, TextField, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce, Collate

from crm.access.fields import is_custom
from crm.records.fields.queries import slot_of
from crm.records.names import TwoNames, shown_column

SIZE = 50
LARGEST_ID = 2**63 - 1
LAST_DAY = date(9999, 12, 30)


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Rows, and the tokens of the pages beside them; an empty token where there is none."""

    rows: list
    before: str = ""
    after: str = ""


def column_of(model, sort, language):
    """The column that a list sorts by: of a name in two scripts, the one that the reader sees."""
    if is_custom(sort):
        return slot_of(sort)
    return shown_column(sort, language) if sort == "name" and issubclass(model, TwoNames) else sort


def order_of(model, sort, language):
    """The Order of a list of such records, sorted by a column's `sort`."""
    kind = SparseOrder if is_custom(sort.removeprefix("-")) else Order
    return kind(model, sort, language)


class Order:
    """A sort by one field ("-created_at" from the end), and by id among equals; names by the reader's alphabet."""

    may_be_empty = False

    def __init__(self, model, sort, language):
        asked = sort.removeprefix("-")
        self.field = model._meta.get_field(column_of(model, asked, language))
        self.kept_as = self.field.output_field if self.field.generated else self.field
        self.is_text = isinstance(self.kept_as, TextField | CharField)
        self.is_folded = self.field.generated and self.is_text and self.field.name == asked
        self.falls = sort.startswith("-")
        self.key = self._expression(language)

    def _expression(self, language):
        if self.is_folded:
            return Collate(F(self.field.name), "C")  # folded text, in the order of its prefix index
        if self.is_text:
            return Collate(F(self.field.name), f"crm_{language}")
        if self.field.null and isinstance(self.field, DateField):
            return Coalesce(F(self.field.name), Value(LAST_DAY, output_field=self.field))  # what has no day comes last
        return F(self.field.name)

    def sorted(self, queryset):
        """All the rows in this order."""
        return queryset.order_by(*self._directions(self.falls))

    def _directions(self, falls):
        return [each.desc() if falls else each.asc() for each in (self.key, F("pk"))]

    def page(self, queryset, *, after="", before="", size=SIZE):
        """The KeysetPage after or before a token; the first one for none, or for one that is not of this order."""
        start = self._value_and_id(after or before)
        backwards = bool(before and not after and start)
        rows = self._rows(queryset, start, size + 1, backwards=backwards)
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        if not rows:
            return KeysetPage(rows)
        has_before = more if backwards else bool(start)
        has_after = True if backwards else more
        return KeysetPage(
            rows,
            before=self.token(rows[0]) if has_before else "",
            after=self.token(rows[-1]) if has_after else "",
        )

    def _rows(self, queryset, start, most, *, backwards):
        falls = self.falls != backwards
        return list(self._beyond(queryset, start, falls).order_by(*self._directions(falls))[:most])

    def _beyond(self, queryset, start, falls):
        compare = TupleLessThan if falls else TupleGreaterThan
        return queryset.filter(compare(Tuple(self.key, F("pk")), start)) if start else queryset

    def _value_of(self, row):
        value = getattr(row, self.field.attname)
        return LAST_DAY if value is None else value

    def token(self, row):
        value = self._value_of(row)
        value = value.isoformat() if isinstance(value, date | datetime) else value
        return base64.urlsafe_b64encode(json.dumps([value, row.pk]).encode()).decode().rstrip("=")

    def _value_and_id(self, token):
        if not token:
            return None
        try:
            value, pk = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            value = self.kept_as.to_python(value)
            lost = (value is None and not self.may_be_empty) or "\0" in str(value) or abs(int(pk)) > LARGEST_ID
            return None if lost else (value, int(pk))
        except Exception:  # noqa: BLE001  # whatever somebody wrote into the address, it is no token
            return None


class SparseOrder(Order):
    """A sort by a slot: first the rows that have a value, then those that have none, by id."""

    may_be_empty = True

    def _expression(self, language):
        text = isinstance(self.field, TextField)
        return Collate(F(self.field.name), f"crm_{language}") if text else F(self.field.name)

    def sorted(self, queryset):
        key, place = self._directions(self.falls)
        key.nulls_last = True
        return queryset.order_by(key, place)

    def _rows(self, queryset, start, most, *, backwards):
        falls, is_empty = self.falls != backwards, Q(**{f"{self.field.name}__isnull": True})
        parts = [(~is_empty, self._directions(falls)), (is_empty, self._directions(falls)[1:])]
        place = 1 if start and start[0] is None else 0
        found = []
        for condition, directions in parts[place::-1] if backwards else parts[place:]:
            rows = self._beyond(queryset.filter(condition), start, falls)
            found += rows.order_by(*directions)[: most - len(found)]
            start = None
            if len(found) == most:
                break
        return found

    def _beyond(self, queryset, start, falls):
        if not start or start[0] is not None:
            return super()._beyond(queryset, start, falls)
        return queryset.filter(**{"pk__lt" if falls else "pk__gt": start[1]})

    def _value_of(self, row):
        return getattr(row, self.field.attname)
