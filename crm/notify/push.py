"""Notices on a member's devices: at once, or when quiet is over; by a worker, so that nobody waits for it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import ngettext

from crm.channels.push.wire import Gone, NotSent, Subscription, send
from crm.events.timers import Again, run_soon, set_timer
from crm.l10n import state
from crm.l10n.numbers import format_number
from crm.notify.devices import is_signed_in
from crm.notify.models import Device, Push
from crm.notify.preferences import PUSH_TIMER, preference_of, quiet_of
from crm.notify.wording import sentence

ONE_BY_ONE = 3  # more than that are told as a number
LONGEST = 600  # letters: more than a device shows, and far less than the standard carries


def queue_push(notification, member, preference):
    """Have a notice told on every device of the member."""
    devices = list(Device.objects.filter(member=member)) if settings.PUSH_KEY else []
    Push.objects.bulk_create([Push(device=device, notification=notification) for device in devices])
    now = timezone.now()
    due = quiet_of(preference, member).over(now) or now  # as mails have it
    for device in devices:
        if due > now:
            set_timer(PUSH_TIMER, device.pk, due)
        else:
            run_soon(PUSH_TIMER, device.pk)


def push_waiting(device_id):
    """The work of the timer notify.push: what waits for a device and was not read elsewhere meanwhile. A device that
    was signed out, or whose address the service has given up, is forgotten."""
    device = Device.objects.select_related("member__tenant", "member__user").filter(pk=device_id).first()
    if device is None:
        return None
    if not device.member.active or not is_signed_in(device):
        return _forget(device)
    now = timezone.now()
    due = quiet_of(preference_of(device.member), device.member).over(now)
    if due is not None and due > now:
        set_timer(PUSH_TIMER, device.pk, due)
        return None
    subscription = Subscription(device.endpoint, device.p256dh, device.auth)
    try:
        for told, message in _messages(device):
            send(subscription, message, topic=message["tag"])
            told.delete()
    except Gone:
        return _forget(device)
    except NotSent as problem:
        return Again(seconds=problem.wait, reason=f"NotSent: {problem}")
    return None


def _forget(device):
    device.delete()


def _messages(device):
    """[(the rows it is about, what the device is told), …]; the rows that nobody needs any more are deleted."""
    waiting = Push.objects.filter(device=device)
    waiting.filter(notification__read_at__isnull=False, notification__shown=True).delete()
    pushes = list(waiting.select_related("notification").order_by("pk"))
    with state.using(state.for_member(device.member)):
        if len(pushes) > ONE_BY_ONE:
            shown = {"count": format_number(len(pushes))}
            text = ngettext("%(count)s new notice", "%(count)s new notices", len(pushes)) % shown
            return [
                (waiting.filter(pk__lte=pushes[-1].pk), _message(device, text, reverse("notify:notice_list"), "all"))
            ]
        return [(waiting.filter(pk=push.pk), _about(device, push.notification)) for push in pushes]


def _about(device, notification):
    url = reverse("notify:notice", args=[notification.pk])
    return _message(device, sentence(notification), url, str(notification.pk))


def _message(device, text, url, name):
    """What the service worker shows (static/js/worker-push.js). A tag that comes twice shows once."""
    preferences = state.current()
    return {
        "title": device.member.tenant.name,
        "body": Truncator(text).chars(LONGEST),
        "url": url,
        "tag": f"{device.member.tenant_id}-{name}",
        "lang": preferences.language,
        "dir": preferences.direction,
    }
