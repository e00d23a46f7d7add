"""What can be done to a record of any type: changed, given to somebody, tagged, deleted, brought back.

Each event is called after the record's own type: contact.assigned, company.assigned, …
"""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from crm.events.record import record_event
from crm.records.base import team_of

TOUCH_EVERY = timedelta(minutes=1)  # last_activity_at stands in indexes, so each write of it costs


@transaction.atomic
def change(record, *, by, **fields):
    """Write the fields that differ. If any does, records <type>.updated with {"changes": {field: [before, after]}}.

    Returns the record as it is now, locked until the end of the transaction.
    """
    record = locked(record)
    changes = {}
    for name, value in fields.items():
        before = getattr(record, name)
        if before != value:
            changes[name] = [as_json(before), as_json(value)]
            setattr(record, name, value)
    if changes:
        record.save(update_fields=[*changes, "updated_at"])
        record_event(record, f"{record.record_key}.updated", by=by, data={"name": str(record), "changes": changes})
    return record


@transaction.atomic
def assign(record, *, to, by):
    """Make `to` (or nobody) the owner; the record goes to the owner's team. Records <type>.assigned."""
    record = locked(record)
    before = record.owner
    if before == to:
        return record
    record.owner, record.team_id = to, team_of(to)
    record.save(update_fields=["owner", "team", "updated_at"])
    data = {
        "name": str(record),
        "before": before.name if before else "",
        "before_id": before.pk if before else None,
        "to": to.name if to else "",
        "to_id": to.pk if to else None,
    }
    record_event(record, f"{record.record_key}.assigned", by=by, data=data)
    return record


@transaction.atomic
def add_tag(record, *, tag, by):
    """Put a tag on the record, once. Records <type>.tagged."""
    record, tag = locked(record), " ".join(tag.split())
    if tag and tag not in record.tags:
        record.tags = [*record.tags, tag]
        record.save(update_fields=["tags", "updated_at"])
        record_event(record, f"{record.record_key}.tagged", by=by, data={"name": str(record), "tag": tag})
    return record


@transaction.atomic
def remove_tag(record, *, tag, by):
    """Take a tag off the record. Records <type>.untagged."""
    record = locked(record)
    if tag in record.tags:
        record.tags = [each for each in record.tags if each != tag]
        record.save(update_fields=["tags", "updated_at"])
        record_event(record, f"{record.record_key}.untagged", by=by, data={"name": str(record), "tag": tag})
    return record


@transaction.atomic
def delete(record, *, by):
    """Take the record out of every list, search and total; `restore` brings it back. Records <type>.deleted."""
    record = locked(record)
    if record.deleted_at is None:
        record.deleted_at = timezone.now()
        record.save(update_fields=["deleted_at", "updated_at"])
        record_event(record, f"{record.record_key}.deleted", by=by, data={"name": str(record)})
    return record


@transaction.atomic
def restore(record, *, by):
    """Take back a deletion. Records <type>.restored."""
    record = locked(record)
    if record.deleted_at is not None:
        record.deleted_at = None
        record.save(update_fields=["deleted_at", "updated_at"])
        record_event(record, f"{record.record_key}.restored", by=by, data={"name": str(record)})
    return record


def touch(model, ids, at=None):
    """Something was done with these records at this moment. Writes only what is a minute newer than what stands."""
    at = at or timezone.now()
    model.objects.filter(pk__in=ids, last_activity_at__lt=at - TOUCH_EVERY).update(last_activity_at=at)


def locked(record):
    """The row as it is now, kept from others until the end of the transaction."""
    return type(record).objects.select_for_update(of=("self",)).select_related("owner").get(pk=record.pk)


def as_json(value):
    """A field's value as an event keeps it: plain JSON, another record by its name."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, models.Choices) else value
