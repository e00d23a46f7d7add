"""The page of a type's fields as one list: headings, and below each its fields."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.access.fields import is_custom
from crm.records.fields.actions import HEADING
from crm.records.fields.models import CustomField
from crm.records.fields.queries import field_called
from crm.setup.fields.forms import NO, YES, controllers


@dataclass(frozen=True, slots=True)
class FieldRow:
    """`name` is what an order calls it. A heading has a `section`, one of the workspace's own fields a `field`."""

    name: str
    label: Any
    section: str = ""
    field: CustomField | None = None
    when: str = ""


def rows_of(record_type):
    labels = {column.about: column.label for column in record_type.all_facts()}
    said = {name: (label, dict(values)) for name, label, values in controllers(record_type)}
    rows = []
    for group in record_type.groups():
        rows.append(FieldRow(name=f"{HEADING}{group.key}", label=group.label, section=group.key))
        for name in group.fields:
            field = field_called(name) if is_custom(name) else None
            when = _when(field.condition, said) if field and field.condition else ""
            rows.append(FieldRow(name=name, label=labels[name], field=field, when=when))
    return rows


def _when(condition, said):
    label, words = said.get(condition["field"], (_("a retired field"), {}))
    values = [{True: YES, False: NO}.get(value, value) for value in condition.get("values", [])]
    listed = str(pgettext("between the items of a list", ", ")).join(str(words.get(value, value)) for value in values)
    if not values:
        return _("Shown when %(field)s has a value") % {"field": label}
    return _("Shown when %(field)s is %(values)s") % {"field": label, "values": listed}
