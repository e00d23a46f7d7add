"""Writing an event: in the action's own transaction, which makes it the outbox entry as well."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from crm.events.models import Event, EventLink
from crm.events.timers import run_soon
from crm.tenants import bulk


def record_event(record, kind, *, by, data=None, also=(), quiet=False):
    """State that something happened to `record`; witnesses see it in this transaction, consumers hear of it after
    commit, each exactly once. Witnesses find the (record key, id) of the timelines in `event.places`.

    `by` is the actor (a Member or actors.System); `data` holds JSON values only; the event appears on the
    timelines of `record`, of the records it declares as its parents (`timeline_parents`), and of `also`; a quiet
    one, which only the consumers need to hear of, on none.
    """
    with transaction.atomic():
        event = Event.objects.create(
            kind=kind,
            record_type=record.record_key,
            record_id=record.pk,
            actor_kind=by.actor_kind,
            actor_id=by.actor_id,
            actor_name=str(by.name),
            depth=getattr(by, "depth", 0),
            data=data or {},
            at=timezone.now(),
        )
        places = {} if quiet else _timelines(record, also)
        event.places = tuple(places)
        EventLink.objects.bulk_create(EventLink(event=event, record_type=key, record_id=pk) for key, pk in places)
        for path in settings.EVENT_WITNESSES:
            import_string(path)(event)
        run_soon("events.fan_out", event.pk)
    return event


def _timelines(record, also):
    """Distinct (record key, id) in order: the record first."""
    parents = record.timeline_parents() if hasattr(record, "timeline_parents") else []
    return dict.fromkeys([(record.record_key, record.pk), *parents, *((r.record_key, r.pk) for r in also if r)])


def record_quietly(records, kind, *, by, data_of=lambda record: {}):
    """State one thing of many records at once, on their timelines only: consumers are not told.

    For imports, which announce themselves as a whole: a rule or a mail for each of ten thousand rows would be noise.
    `data_of(record)` gives the data of its event.
    """
    shared = {"kind": kind, "actor_kind": by.actor_kind, "actor_id": by.actor_id, "actor_name": str(by.name)}
    shared |= {"depth": 0, "at": timezone.now()}
    told = [
        {**shared, "record_type": record.record_key, "record_id": record.pk, "data": data_of(record)}
        for record in records
    ]
    link = {"event_id": "id", "record_type": "record_type", "record_id": "record_id"}
    bulk.insert(Event, told, beside=(EventLink, link))
