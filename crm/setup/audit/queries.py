"""Entries as their reader sees them."""

from dataclasses import dataclass
from datetime import datetime

from crm.audit.models import Entry
from crm.records import registry
from crm.setup.audit.wording import act_name, details
from crm.ui.timeline import actor_name


@dataclass(frozen=True, slots=True)
class Told:
    """One entry; the record's title and address only if the reader may see it."""

    pk: int
    at: datetime
    who: str
    act: str
    about: tuple[str, ...]
    record: str
    url: str
    address: str
    number: int | None


def entries():
    return Entry.objects.all()


def told(found, member):
    """The entries as Told; one query for each type of record among them."""
    records = registry.seen([(entry.record_type, entry.record_id) for entry in found], member)
    return tuple(_told(entry, records.get((entry.record_type, entry.record_id))) for entry in found)


def _told(entry, record):
    named = registry.get(entry.record_type).label if registry.knows(entry.record_type) else ""
    return Told(
        pk=entry.pk,
        at=entry.at,
        who=actor_name(entry),
        act=act_name(entry.action),
        about=details(entry),
        record=str(record) if record else str(named),
        url=registry.of(record).url(record.pk) if record else "",
        address=entry.address or "",
        number=entry.number,
    )
