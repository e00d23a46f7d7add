"""Bringing an event to its consumers."""

import logging

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from crm.events.models import Delivery, Event
from crm.events.timers import Again

log = logging.getLogger(__name__)


def fan_out(event_id):
    """Hand the event to every consumer that has not had it. One that fails does not stop the others.

    Returns None, or Again with the reason when some failed; those that succeeded are not called twice.
    """
    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        return None
    done = set(event.deliveries.values_list("consumer", flat=True))
    failures = [f for path in settings.EVENT_CONSUMERS if path not in done and (f := _deliver(event, path))]
    return Again(reason="; ".join(failures)) if failures else None


def _deliver(event, path):
    """Returns what went wrong, or an empty text."""
    try:
        with transaction.atomic():
            import_string(path)(event)
            Delivery.objects.create(event=event, consumer=path)
    except Exception as error:  # noqa: BLE001  # kept with the timer, shown in settings, tried again
        log.exception("consumer %s failed on event %s (%s)", path, event.pk, event.kind)
        return f"{path}: {type(error).__name__}: {error}"
    return ""
