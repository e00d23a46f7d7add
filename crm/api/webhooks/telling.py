"""What a webhook is told of an event: the record as the API describes it to the member who answers for the webhook."""

from dataclasses import replace

from crm.access.fields import hidden_fields
from crm.access.policy import can, visible_to
from crm.api.fields import Telling, fields_for, moment
from crm.l10n import state
from crm.records import registry

# Events that are a change of one field, and do not say so in their data.
OF_FIELD = {"tagged": "tags", "untagged": "tags", "assigned": "owner", "reassigned": "owner"}


def told(event, member):
    """What is said of the event, as JSON has it, with the record as it is now; None where the member `sees` nothing."""
    record = sees(event, member)
    if record is None:
        return None
    record_type = registry.get(event.record_type)
    with state.using(_as_programs_read(member)):
        if record_type.decorate:
            record_type.resolve("decorate")([record], member)
        return {
            "event": event.kind,
            "type": record_type.slug,
            "at": moment(event.at),
            "workspace": member.tenant.slug,
            "by": {"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name},
            "changed": _changed(event, record_type, member),
            "deleted": record.deleted_at is not None,
            "record": Telling(record_type, member, [record]).one(record),
        }


def sees(event, member):
    """The event's record; None where there is nothing that the member may see: neither the record, nor, of a change,
    any field that was changed."""
    if _only_hidden(event, member):
        return None
    return _seen(registry.get(event.record_type), event.record_id, member)


def _seen(record_type, pk, member):
    """The record, from the bin too; None where the member does not see it, or it has gone for good."""
    if not can(member, record_type.right("see")):
        return None
    rows = record_type.model_class.objects.filter(pk=pk)
    for gone in (False, True):
        found = visible_to(rows, member, gone=gone)
        found = record_type.stated(found, *record_type.related).first()
        if found is not None:
            return found
    return None


def _changes(event):
    """The fields that the event says to have changed, by the names that events have for them."""
    field = OF_FIELD.get(event.kind.partition(".")[2])
    return {*(event.data.get("changes") or ()), *([field] if field else [])}


def _only_hidden(event, member):
    changes = _changes(event)
    return bool(changes) and changes <= hidden_fields(member, event.record_type)


def _changed(event, record_type, member):
    """Their names as the record has them, of those that the member sees."""
    changes, fields = _changes(event), fields_for(record_type, member).values()
    return [field.name for field in fields if changes & {field.name, field.column.name, field.column.about}]


def _as_programs_read(member):
    return replace(state.for_member(member), calendar="gregorian", digits="latn")
