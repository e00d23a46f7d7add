"""Telling a member something: in the app, and by mail where the kind says so."""

from django.db import transaction
from django.utils import timezone

from crm.channels.email.actions import queue_mail
from crm.channels.email.letters import compose
from crm.l10n import state
from crm.notify.kinds import KINDS
from crm.notify.models import Notification
from crm.notify.wording import address, marked_sentence, sentence
from crm.tenants.links import absolute


@transaction.atomic
def notify_member(member, kind, *, key, record=None, data=None, event=None):
    """Tell `member`, once per `key`, however often this is called. Returns the Notification, or None if it was told
    before, or has no seat any more.

    `kind` names an entry of notify.kinds; `data` fills its sentence; `record` is what a click opens.
    """
    if not member.active:
        return None
    notification, is_new = Notification.objects.get_or_create(
        member=member,
        key=key,
        defaults={
            "kind": kind,
            "event": event,
            "data": data or {},
            "record_type": record.record_key if record else "",
            "record_id": record.pk if record else None,
        },
    )
    if not is_new:
        return None
    if KINDS[kind].mail:
        _mail(notification, member)
    return notification


def _mail(notification, member):
    preferences = state.for_member(member)
    with state.using(preferences):
        path = address(notification)
        context = {
            "sentence": sentence(notification),
            "marked_sentence": marked_sentence(notification),
            "url": absolute(path) if path else "",
            "firm": member.tenant.name,
        }
    letter = compose("notice", context, preferences=preferences)
    queue_mail(to=member.user.email, to_name=member.name, letter=letter, key=f"notice:{notification.pk}")


@transaction.atomic
def mark_read(member, pk=None):
    """The member has seen one notification, or all of them. Returns how many were new."""
    unread = Notification.objects.filter(member=member, read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())
