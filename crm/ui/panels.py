"""What a record's page shows beside its timeline: its facts, and cards that other types put there."""

from dataclasses import dataclass

from django.utils.module_loading import import_string

from crm.access.fields import closed_fields, hides, is_custom
from crm.access.policy import can
from crm.l10n.numbers import format_number
from crm.records import registry
from crm.records.fields.conditions import fulfilled
from crm.records.fields.queries import field_called
from crm.ui.parts import Fact, FactGroup, RelatedItem
from crm.ui.rows import Drawing


@dataclass(frozen=True, slots=True)
class Related:
    """A card's rows, when a plain list of RelatedItem does not say enough."""

    items: tuple[RelatedItem, ...]
    count: int | None = None  # when there are more than are shown
    create_url: str = ""
    all_url: str = ""


def fact_of(drawing, column, record, *, editable):
    """A column as a fact; editable where the column names a form field."""
    url = drawing.record_type.path("fact", record.pk, column.edit) if editable and column.edit else ""
    return Fact(
        key=column.edit or column.name, label=str(column.label), cell=drawing.cell(column, record), edit_url=url
    )


def fact_groups(record, member):
    """The declared facts of a record, those that the member may change with the way to do so."""
    record_type = registry.of(record)
    drawing = Drawing(record_type, member, [record])
    may_edit, may_assign = (can(member, record_type.right(right), record) for right in ("edit", "assign"))
    closed = closed_fields(member, record_type.key) | (set() if may_assign else {"owner"})
    return tuple(
        FactGroup(
            label=str(section.label),
            facts=tuple(
                fact_of(drawing, column, record, editable=may_edit and column.about not in closed) for column in columns
            ),
        )
        for section in record_type.sections()
        if (columns := [each for each in record_type.shown(section.columns, member) if _concerns(each, record)])
    )


def _concerns(column, record):
    """Whether a field has its place on the page: one that is shown under a condition, where that is met."""
    field = field_called(column.name) if is_custom(column.name) else None
    return field is None or column.name in record.custom or fulfilled(field, record.custom.get, record)


def panels(record, member):
    """The cards of other types beside a record, if the member may see such records at all: [(template, context)]."""
    cards = []
    for record_type, panel in registry.panels_on(record.record_key):
        if not can(member, record_type.right("see")) or hides(member, record_type.key, panel.field):
            continue
        rows = import_string(panel.rows)(record, member)
        related = rows if isinstance(rows, Related) else Related(items=tuple(rows))
        count = len(related.items) if related.count is None else related.count
        context = {
            "label": panel.label,
            "items": related.items,
            "count": format_number(count) if count else "",
            "create_url": related.create_url if can(member, record_type.right("create")) else "",
            "create_label": record_type.label_new,
            "all_url": related.all_url,
            "record": record,
            "member": member,
        }
        cards.append((panel.template, context))
    return cards
