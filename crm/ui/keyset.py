"""Pages by key: each begins where another ended, so the thousandth costs what the first does.

A page is asked for by the sort value and id of the row before (or after) it, compared as a row: (name, id) > (x, y).
"""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, DateField, F, TextField, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce, Collate

SIZE = 50
LARGEST_ID = 2**63 - 1
LAST_DAY = date(9999, 12, 30)


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Rows, and the tokens of the pages beside them; an empty token where there is none."""

    rows: list
    before: str = ""
    after: str = ""


class Order:
    """A sort by one field ("-created_at" from the end), and by id among equals; names by the reader's alphabet."""

    def __init__(self, model, sort, language):
        self.field = model._meta.get_field(sort.removeprefix("-"))
        self.falls = sort.startswith("-")
        self.key = self._expression(language)

    def _expression(self, language):
        if self.field.generated:
            return Collate(F(self.field.name), "C")  # folded text, in the order of its prefix index
        if isinstance(self.field, TextField | CharField):
            return Collate(F(self.field.name), f"crm_{language}")
        if self.field.null and isinstance(self.field, DateField):
            return Coalesce(F(self.field.name), Value(LAST_DAY, output_field=self.field))  # what has no day comes last
        return F(self.field.name)

    def page(self, queryset, *, after="", before="", size=SIZE):
        """The KeysetPage after or before a token; the first one for none, or for one that is not of this order."""
        start = self._value_and_id(after or before)
        backwards = bool(before and not after and start)
        falls = self.falls != backwards
        if start:
            compare = TupleLessThan if falls else TupleGreaterThan
            queryset = queryset.filter(compare(Tuple(self.key, F("pk")), start))
        directions = [each.desc() if falls else each.asc() for each in (self.key, F("pk"))]
        rows = list(queryset.order_by(*directions)[: size + 1])
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

    def token(self, row):
        value = getattr(row, self.field.attname)
        if value is None:
            value = LAST_DAY
        value = value.isoformat() if isinstance(value, date | datetime) else value
        return base64.urlsafe_b64encode(json.dumps([value, row.pk]).encode()).decode().rstrip("=")

    def _value_and_id(self, token):
        if not token:
            return None
        try:
            value, pk = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            value = str(value) if self.field.generated else self.field.to_python(value)
            return None if value is None or "\0" in str(value) or abs(int(pk)) > LARGEST_ID else (value, int(pk))
        except Exception:  # noqa: BLE001  # whatever somebody wrote into the address, it is no token
            return None
