"""When something was last done with a record: kept on its row, since lists are sorted by it."""

from crm.records import registry
from crm.records.actions import touch

OWN_AFFAIRS = {"import", "handover", "bulk", "system"}  # actors whose doings are not work with the record


def consume(event):
    """Whatever happens on a record's timeline is activity of it, but for changes to the record itself."""
    if event.actor_kind in OWN_AFFAIRS:
        return
    for link in event.links.exclude(record_type=event.record_type):
        if registry.knows(link.record_type):
            model = registry.get(link.record_type).model_class
            if any(field.name == "last_activity_at" for field in model._meta.fields):
                touch(model, [link.record_id], event.at)
