"""Reading the past: the events of one record, newest first."""

from crm.events.models import Event, EventLink


def timeline(record, *, before=None, limit=30):
    """Events on the record's timeline, newest first; `before` is the id of the last one already shown."""
    links = EventLink.objects.filter(record_type=record.record_key, record_id=record.pk).order_by("-event_id")
    if before:
        links = links.filter(event_id__lt=before)
    return [link.event for link in links.select_related("event")[:limit]]


def latest(record, kind):
    """The newest event of a kind on a record, or None."""
    return Event.objects.filter(record_type=record.record_key, record_id=record.pk, kind=kind).order_by("-pk").first()
