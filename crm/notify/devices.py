"""The browsers that a member lets Wasl wake."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from crm.channels.push.wire import our_key
from crm.notify.models import Device, Push

MOST = 10  # of one member; the oldest makes room


@transaction.atomic
def allow(member, *, endpoint, p256dh, auth, session_key):
    """From now on the member is told on the browser that speaks here, for as long as it stays signed in. Returns the
    Device. A browser has one address, so whoever allows it in a workspace last has it there."""
    session = UserSession.objects.get(session_key=session_key, user=member.user_id)
    values = {"p256dh": p256dh, "auth": auth, "key": our_key(), "session": session.pk, "user_agent": session.user_agent}
    device, _new = Device.objects.update_or_create(endpoint=endpoint, defaults={"member": member, **values})
    Push.objects.filter(device=device).exclude(notification__member=member).delete()  # of whoever had it before
    kept = Device.objects.filter(member=member).order_by("-pk").values_list("pk", flat=True)
    Device.objects.filter(pk__in=list(kept)[MOST:]).delete()
    return device


def devices_of(member):
    """The member's devices, the latest first, without those that were signed out meanwhile."""
    devices = list(Device.objects.filter(member=member).order_by("-pk"))
    return [device for device in devices if is_signed_in(device)]


def is_signed_in(device):
    """Whether the browser is still signed in as the member who allowed it, and knows us by the key we have."""
    if device.key != our_key():
        return False
    session = UserSession.objects.filter(pk=device.session, user=device.member.user_id).first()
    return session is not None and not session.purge()
