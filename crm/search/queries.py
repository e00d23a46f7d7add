"""One question to all record types: what the member sees of each, best first."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Case, Value, When

from crm.access.policy import can
from crm.records import registry
from crm.records.fields.columns import derived
from crm.records.finding import Found, begun_with, find, words_of
from crm.records.types import RecordType, with_related
from crm.ui.rows import Drawing
from crm.ui.tables import Cell

A_GROUP = 6
MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Hit:
    pk: int
    title: Cell
    sub: tuple[Cell, ...]
    url: str
    kind: RecordType
    similar: bool = False  # beside some that are it


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
    """(records, Found): the first records of one type that hold the words, those that begin with them first. Where a
    page of those is full, no others are looked for: an index has them in their order."""
    rows = _with_drawn(record_type, record_type.visible(member))
    begun = begun_with(record_type, rows, member, text)
    if begun is not None and len(first := list(begun[:limit])) == limit:
        return first, Found(begun)
    found = find(record_type, rows, member, text, whole=True)
    if found.rows.query.is_empty():
        return [], found  # Django would put all of the question together to see that it is none
    words = words_of(text)
    start = When(search_norm__startswith=words[0], then=Value(0)) if words else None
    order = [Case(When(pk__in=found.also, then=Value(2)), start, default=Value(1))] if start else []
    return list(found.rows.order_by(*order, "-pk")[:limit]), found


def _with_drawn(record_type, rows):
    """The rows with the related records of which a hit shows something: what those are called."""
    shown = {column.name for column in (record_type.columns[0], *record_type.summary)}
    drawn = [name for name in record_type.related if name.partition("__")[0] in shown]
    return with_related(rows, drawn).only(*_read(record_type.key, *drawn))


@cache
def _read(key, *drawn):
    model = registry.get(key).model_class
    names = {field.name for field in model._meta.concrete_fields}.difference(derived(model))
    for path in drawn:
        other = registry.get(model._meta.get_field(path).related_model.record_key)
        names |= {f"{path}__{name}" for name in (*other.name_columns(), "deleted_at")}
    return names


def _group(record_type, member, text):
    records, found = hits(record_type, member, text, A_GROUP + 1)
    return Group(
        record_type=record_type,
        hits=_told(record_type, member, records[:A_GROUP], found.also),
        similar=found.similar,
        more=len(records) > A_GROUP,
    )


def recent(member, names):
    """Hits for "contact:7" and the like, in their order; those that the member sees no more, and nonsense, are left
    out. One statement a type."""
    wanted = {}
    for name in names[:MOST_RECENT]:
        key, _colon, pk = name.partition(":")
        if registry.knows(key) and pk.isascii() and pk.isdecimal() and len(pk) < 19:
            wanted.setdefault(key, set()).add(int(pk))
    found = {}
    for key, ids in wanted.items():
        kind = registry.get(key)
        rows = _with_drawn(kind, kind.visible(member).filter(pk__in=ids))
        found |= {f"{key}:{hit.pk}": hit for hit in _told(kind, member, list(rows))}
    return [found[name] for name in dict.fromkeys(names) if name in found]


def _told(record_type, member, records, similar=()):
    drawing = Drawing(record_type, member, records)
    title, summary = record_type.columns[0], record_type.shown(record_type.summary, member)
    return tuple(
        Hit(
            pk=record.pk,
            title=drawing.cell(title, record),
            sub=tuple(Cell(text=cell.text) for c in summary if (cell := drawing.cell(c, record)).text)[:2],
            url=record_type.url(record.pk),
            kind=record_type,
            similar=record.pk in similar,
        )
        for record in records
    )
