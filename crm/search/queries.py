"""One question to all record types: what the member sees of each, best first."""

from dataclasses import dataclass

from django.db.models import Case, Value, When

from crm.access.policy import can
from crm.records import registry
from crm.records.finding import find, words_of
from crm.records.types import RecordType
from crm.ui.rows import Drawing
from crm.ui.tables import Cell

A_GROUP = 6


@dataclass(frozen=True, slots=True)
class Hit:
    pk: int
    title: Cell
    sub: tuple[Cell, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    record_type: RecordType
    hits: tuple[Hit, ...]
    similar: bool
    more: bool


def search(member, text):
    """Groups of hits in the order of the types, for every type that can be searched and that the member may see."""
    if not words_of(text):
        return []
    kinds = [each for each in registry.all_types() if each.scan and can(member, each.right("see"))]
    groups = [_group(kind, member, text) for kind in kinds]
    exact = [group for group in groups if group.hits and not group.similar]
    return exact or [group for group in groups if group.hits]


def hits(record_type, member, text, limit):
    """(records, Found): the first records of one type that hold the words, those that begin with them first."""
    rows = record_type.visible(member).select_related(*record_type.related)
    found = find(record_type, rows, member, text, whole=True)
    words = words_of(text)
    start = When(search_norm__startswith=words[0], then=Value(0)) if words else None
    order = [Case(start, default=Value(1))] if start else []
    return list(found.rows.order_by(*order, "-pk")[:limit]), found


def _group(record_type, member, text):
    records, found = hits(record_type, member, text, A_GROUP + 1)
    drawing = Drawing(record_type, member, records[:A_GROUP])
    title = record_type.columns[0]
    return Group(
        record_type=record_type,
        hits=tuple(
            Hit(
                pk=record.pk,
                title=drawing.cell(title, record),
                sub=tuple(Cell(text=cell.text) for c in record_type.summary if (cell := drawing.cell(c, record)).text)[
                    :2
                ],
                url=record_type.url(record.pk),
            )
            for record in records[:A_GROUP]
        ),
        similar=found.similar,
        more=len(records) > A_GROUP,
    )
