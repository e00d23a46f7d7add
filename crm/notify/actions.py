"""Telling a member something: in the app, by mail, or whichever way they chose."""

from django.db import transaction
from django.utils import timezone

from crm.notify.deliver import deliver
from crm.notify.models import Notification


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
    deliver(notification, member)
    return notification


@transaction.atomic
def mark_read(member, pk=None):
    """The member has seen one notification, or all of them. Returns how many were new."""
    unread = Notification.objects.filter(member=member, read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())
