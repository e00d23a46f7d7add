"""Webhooks, what they sent, and whether they still may."""

from cryptography.fernet import InvalidToken

from crm.access.policy import can
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.signing import opened

RIGHT = "settings"
PAGE = 50


def all_webhooks():
    """Each with whoever answers for it, by name."""
    return Webhook.objects.select_related("member").order_by("name", "pk")


def sendings_of(webhook, *, before=None, limit=PAGE):
    """What it sent, and will send, the newest first; `before` is the id of the last one already shown."""
    newest = Sending.objects.filter(webhook=webhook).select_related("event").order_by("-pk")
    return list((newest.filter(pk__lt=before) if before else newest)[:limit])


def unfit(webhook):
    """Why it may not send any more, as Webhook.Paused has it; "" while it may."""
    member = webhook.member
    if not (member.active and member.user.is_active and can(member, RIGHT)):
        return Webhook.Paused.MEMBER
    try:
        opened(webhook.secret)
    except InvalidToken:
        return Webhook.Paused.SECRET
    return ""
