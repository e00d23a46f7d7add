"""From an event to the webhooks that want it. Runs once per event (crm.events.actions.fan_out); one row for an event
and a webhook makes even a second run harmless."""

from crm.api.webhooks.actions import pause_for_events, queue
from crm.api.webhooks.kinds import EVERY, is_told
from crm.api.webhooks.models import Webhook
from crm.api.webhooks.telling import sees

# After these somebody may be without their seat, or without the right to send.
OF_SEATS = ("member.deactivated", "member.left", "member.role_changed", "role.changed")


def consume(event):
    if event.kind in OF_SEATS:
        pause_for_events()
    if not is_told(event):
        return
    wanted = [event.kind, f"{event.record_type}.{EVERY}"]
    asking = Webhook.objects.filter(paused="", kinds__overlap=wanted)
    for webhook in asking.select_related("member__tenant", "member__user", "member__role", "member__team"):
        if sees(event, webhook.member) is not None:
            queue(webhook, event)
