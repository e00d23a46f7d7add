"""What can be done to a record of any type: changed, given to somebody, tagged, deleted, brought back.

Each event is called after the record's own type: contact.assigned, company.assigned, …
"""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from crm.events.actors import person_behind
from crm.events.record import record_event
from crm.events.timers import set_first_timer
from crm.records.base import team_of
from crm.records.fields import values

EMPTY_BIN = "records.empty_bin"
TOUCH_EVERY = timedelta(minutes=1)  # last_activity_at stands in indexes, so each write of it costs


@transaction.atomic
def change(record, *, by, **fields):
    """Write the fields that differ. If any does, records <type>.updated with {"changes": {field: [before, after]}}.

    `custom` gives stored values of custom fields by their keys; those that it does not name stay.
    Returns the record as it is now, locked until the end of the transaction. Raises ValidationError (values.claim).
    """
    record, custom = locked(record), fields.pop("custom", None)
    changes, written = {}, []
    for name, value in fields.items():
        before = getattr(record, name)
        if before != value:
            changes[name] = [as_json(before), as_json(value)]
            setattr(record, name, value)
            written.append(name)
    if custom:
        before = record.custom
        written += values.put(record, custom, by=by)
        changes |= values.told(before, record.custom)
    if changes:
        record.save(update_fields=[*written, "updated_at"])
        if custom:
            values.claim(record, before)
        record_event(record, f"{record.record_key}.updated", by=by, data={**record.named(), "changes": changes})
    return record


@transaction.atomic
def assign(record, *, to, by):
    """Make `to` the owner; the record goes to the owner's team. What becomes nobody's stays with the team that has it.

    Records <type>.assigned.
    """
    record = locked(record)
    before = record.owner
    if before == to:
        return record
    record.owner, record.team_id = to, team_of(to) if to else record.team_id
    record.save(update_fields=["owner", "team", "updated_at"])
    data = {
        **record.named(),
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
        record_event(record, f"{record.record_key}.tagged", by=by, data={**record.named(), "tag": tag})
    return record


@transaction.atomic
def remove_tag(record, *, tag, by):
    """Take a tag off the record. Records <type>.untagged."""
    record = locked(record)
    if tag in record.tags:
        record.tags = [each for each in record.tags if each != tag]
        record.save(update_fields=["tags", "updated_at"])
        record_event(record, f"{record.record_key}.untagged", by=by, data={**record.named(), "tag": tag})
    return record


@transaction.atomic
def delete(record, *, by):
    """Take the record out of every list, search and total; `restore` brings it back until the bin is emptied.

    Records <type>.deleted.
    """
    record = locked(record)
    if record.deleted_at is None:
        into_bin(record, by=by)
        record.save(update_fields=["deleted_at", "deleted_by", "updated_at"])
        record_event(record, f"{record.record_key}.deleted", by=by, data=record.named())
    return record


@transaction.atomic
def restore(record, *, by):
    """Take back a deletion. Records <type>.restored."""
    record = locked(record)
    if record.deleted_at is not None:
        record.deleted_at = record.deleted_by = None
        record.save(update_fields=["deleted_at", "deleted_by", "updated_at"])
        record_event(record, f"{record.record_key}.restored", by=by, data=record.named())
    return record


def into_bin(record, *, by):
    """Mark the record as deleted, unsaved, and see to it that the bin is emptied in time."""
    record.deleted_at, record.deleted_by = timezone.now(), person_behind(by)
    set_first_timer(EMPTY_BIN, record.tenant_id, record.deleted_at + timedelta(days=1))


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
        return value.named()["name"] if hasattr(value, "named") else str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, models.Choices) else value
