"""What lies in the recycle bin, of all types in one list, the latest first.

Each type is asked by its own index and rights; the pages are put together of what they answer. A place in the list is
the moment of a deletion, the type and the id.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from crm.access.policy import can
from crm.records import registry
from crm.records.finding import words_of
from crm.records.searchtext import SearchText
from crm.tenants.models import Member

SIZE = 50


@dataclass(frozen=True, slots=True)
class Binned:
    """One deleted record. `id` names it in forms; `until` is the moment it goes by itself, None for never."""

    id: str
    name: str
    kind: Any
    at: datetime
    by: str
    until: datetime | None
    may_restore: bool


@dataclass(frozen=True, slots=True)
class BinPage:
    rows: list
    before: str = ""
    after: str = ""


def kinds_of(member):
    """The types whose deleted records the member may meet."""
    return sorted((kind for kind in registry.all_types() if kind.restore and can(member, kind.right("see"))), key=_key)


def page(member, asked, *, after="", before="", size=SIZE):
    """A BinPage of records for `asked` = {"type": key, "who": member id, "q": text}, all of them optional."""
    place = _read(after or before)
    backwards = bool(before and not after and place)
    kinds = [kind for kind in kinds_of(member) if asked.get("type") in (None, kind.key)]
    found = [record for kind in kinds for record in _some(kind, member, asked, place, backwards, size + 1)]
    found.sort(key=_place, reverse=not backwards)
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return BinPage([])
    return BinPage(
        [_told(record, member) for record in rows],
        before=_token(rows[0]) if (more if backwards else place) else "",
        after=_token(rows[-1]) if backwards or more else "",
    )


def narrowed(kind, member, asked, right="see"):
    """The deleted records of one type that the member could see, or may bring back, as `asked` says."""
    rows = kind.gone(member, right)
    if asked.get("who"):
        rows = rows.filter(deleted_by_id=asked["who"])
    for word in words_of(asked.get("q", "")):
        rows = rows.alias(called=SearchText(kind.columns[0].name)).filter(called__contains=word)
    return rows


def deleters(member):
    """[(id, name)] of those who deleted what the member could see."""
    there = Q(pk__in=[])
    for kind in kinds_of(member):
        there |= Q(pk__in=kind.gone(member).values("deleted_by_id"))
    return list(Member.objects.filter(there).order_by("name", "pk").values_list("pk", "name"))


def chosen(member, ids, right):
    """The records that ids as "contact-7" name, out of the bin, with which the member may do it."""
    wanted = {}
    for one in ids:
        key, _dash, pk = one.rpartition("-")
        if registry.knows(key) and pk.isascii() and pk.isdecimal() and len(pk) < 19:
            wanted.setdefault(key, set()).add(int(pk))
    kinds = [kind for kind in kinds_of(member) if kind.key in wanted]
    rows = (kind.gone(member, right).filter(pk__in=wanted[kind.key]).order_by("pk") for kind in kinds)
    return [record for each in rows for record in each]


def _key(kind):
    return kind.key


def _place(record):
    return record.deleted_at, record.record_key, record.pk


def _some(kind, member, asked, place, backwards, count):
    """The rows of one type that come next after the place, or before it."""
    rows = narrowed(kind, member, asked).select_related("deleted_by")
    if place:
        at, key, pk = place
        compare, beside = (TupleGreaterThan, "gt") if backwards else (TupleLessThan, "lt")
        if kind.key == key:
            rows = rows.filter(compare(Tuple(F("deleted_at"), F("pk")), (at, pk)))
        else:
            equal = "e" if (kind.key > key) == backwards else ""  # at one moment types follow by their keys
            rows = rows.filter(**{f"deleted_at__{beside}{equal}": at})
    order = ("deleted_at", "pk") if backwards else ("-deleted_at", "-pk")
    return rows.order_by(*order)[:count]


def _told(record, member):
    kind = registry.of(record)
    days = member.tenant.bin_days
    return Binned(
        id=f"{kind.key}-{record.pk}",
        name=str(record),
        kind=kind,
        at=record.deleted_at,
        by=record.deleted_by.name if record.deleted_by else "",
        until=record.deleted_at + timedelta(days=days) if days else None,
        may_restore=can(member, kind.right("delete"), record),
    )


def _token(record):
    at, key, pk = _place(record)
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), key, pk]).encode()).decode().rstrip("=")


def _read(token):
    """(moment, type, id) of a token; None for none, and for whatever else somebody wrote into the address."""
    try:
        at, key, pk = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        at = datetime.fromisoformat(at)
        return (at, str(key), int(pk)) if at.tzinfo and 0 < int(pk) < 2**63 and "\0" not in key else None
    except (ValueError, TypeError, OverflowError):
        return None
