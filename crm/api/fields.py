"""The fields of a record type as programs have them, read from what the type declares of its lists, pages and forms.

A field is called as its column is; what a member's role hides is not among them (RecordType.offered).
"""

from dataclasses import dataclass
from datetime import UTC, date

from django.conf import settings
from django.db import models

from crm.access.fields import is_custom
from crm.lib.money import to_decimal
from crm.records.types import Column
from crm.ui.rows import Drawing, value_of

# What a cell of a list shows, as JSON has it; of plain columns the model knows better.
OF_CELLS = {
    "money": "money", "number": "number", "day": "day", "moment": "moment", "ago": "moment", "yes": "yes",
    "choice": "choice", "tags": "texts", "member": "link", "colleague": "link", "record": "link", "stage": "link",
    "email": "email", "next_step": "step",
}  # fmt: skip
OF_COLUMNS = (
    (models.ForeignKey, "link"), (models.DateTimeField, "moment"), (models.DateField, "day"),
    (models.BooleanField, "yes"), (models.IntegerField, "number"),
)  # fmt: skip


@dataclass(frozen=True)
class ApiField:
    """`name` in JSON; `kind`: text, email, number, money, day, moment, yes, choice, texts, link or step; `input` is the
    form field that takes it."""

    name: str
    kind: str
    column: Column
    choices: tuple = ()  # (value, label) of a choice, or of texts that are chosen

    @property
    def label(self):
        return str(self.column.label)

    @property
    def input(self):
        return self.column.edit or self.name


def fields_for(record_type, member):
    """{name: ApiField} of all that the member may read of such records."""
    stored = {field.name: field for field in record_type.model_class._meta.fields}
    found = {}
    for column in record_type.offered(member):
        name = column.api or column.name
        if name not in found:
            found[name] = _field(name, column, None if is_custom(name) else stored.get(name))
    return found


def _field(name, column, stored):
    if stored is None:
        return ApiField(name, OF_CELLS.get(column.cell, "text"), column, tuple(column.labels.items()))
    if stored.choices:
        return ApiField(name, "choice", column, tuple(stored.flatchoices))
    kinds = (kind for known, kind in OF_COLUMNS if isinstance(stored, known))
    return ApiField(name, next(kinds, OF_CELLS.get(column.cell, "text")), column)


class Telling:
    """Tells records of one type, all of a page at once, as JSON has them: their id, page, fields, and when they were
    changed last."""

    def __init__(self, record_type, member, records):
        self.records, self.url = records, record_type.urls()
        self.fields = fields_for(record_type, member)
        columns = tuple(field.column for field in self.fields.values())
        self.drawing = Drawing(record_type, member, records, columns)

    def all(self):
        return [self.one(record) for record in self.records]

    def one(self, record):
        told = {name: self._value(field, record) for name, field in self.fields.items()}
        return {"id": record.pk, "url": absolute(self.url(record.pk)), **told, "updated_at": moment(record.updated_at)}

    def _value(self, field, record):
        value = value_of(record, field.name)
        if field.kind == "link":
            return None if value is None else self._link(value, field.column, record)
        return None if value is None else _AS_JSON.get(field.kind, _same)(value)

    def _link(self, value, column, record):
        """Another record is named to whom the page names it; its id goes to whom it opens."""
        if column.cell == "colleague":
            return {"id": value, "name": self.drawing.cell(column, record).text}
        opens = column.cell != "record" or self.drawing.cell(column, record).url
        return {"id": value.pk if opens else None, "name": str(value)}


def absolute(path):
    """An address that a program can keep."""
    return settings.PUBLIC_URL + path


def moment(value):
    """ISO 8601 in UTC, to the microsecond."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _same(value):
    return value


def _money(value):
    minor, currency = value
    return {"minor": minor, "currency": currency, "amount": str(to_decimal(minor, currency))}


def _day(value):
    return value.isoformat() if isinstance(value, date) else value  # custom fields keep it as text


def _step(step):
    if step.state == "none":
        return None
    return {"state": step.state, "text": step.text, "due_at": step.due and moment(step.due)}


_AS_JSON = {"money": _money, "day": _day, "moment": moment, "texts": list, "step": _step, "text": str}
