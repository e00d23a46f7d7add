"""Mails of notices: at once, or gathered until the member may be disturbed."""

from django.urls import reverse
from django.utils import timezone

from crm.channels.email.actions import queue_mail
from crm.channels.email.letters import compose
from crm.channels.models import Message
from crm.events.timers import set_timer
from crm.l10n import state
from crm.notify.channels import BELL, MAIL, PUSH
from crm.notify.models import Notification, Push
from crm.notify.preferences import TIMER, goes_by, may_disturb_at, preference_of, quiet_of
from crm.notify.push import queue_push
from crm.notify.wording import address, marked_sentence, sentence
from crm.tenants.links import absolute
from crm.tenants.models import Member

MOST_TOLD = 50  # in one mail; the bell has them all


def deliver(notification, member):
    """Take a new notice down the ways that the member wants."""
    preference = preference_of(member)
    if not goes_by(preference, notification.kind, BELL):
        notification.shown, notification.read_at = False, notification.at
        notification.save(update_fields=["shown", "read_at"])
    if goes_by(preference, notification.kind, PUSH):
        queue_push(notification, member, preference)
    if not goes_by(preference, notification.kind, MAIL):
        return
    now = timezone.now()
    due = may_disturb_at(preference, member, now)
    if due <= now:
        mail_notices([notification], member)
        return
    notification.mail_waits = True
    notification.save(update_fields=["mail_waits"])
    set_timer(TIMER, member.pk, due)


def mail_waiting(member_id):
    """The work of the timer notify.mail: everything that waited for the member, in one mail; what they have read in
    the bell meanwhile is left out. If they want quiet by now, it waits on."""
    member = Member.objects.select_related("tenant", "user", "role", "team").filter(pk=member_id).first()
    if member is None:
        return
    waiting = Notification.objects.select_for_update().filter(member=member, mail_waits=True)
    notices = list(waiting.order_by("at", "pk"))
    now = timezone.now()
    due = quiet_of(preference_of(member), member).over(now)
    if notices and member.active and due is not None and due > now:
        set_timer(TIMER, member.pk, due)
        return
    Notification.objects.filter(pk__in=[each.pk for each in notices]).update(mail_waits=False)
    news = [each for each in notices if each.read_at is None or not each.shown]
    if news and member.active:
        mail_notices(news, member)


def mail_notices(notices, member):
    """One mail for all of them, in the member's language."""
    preferences = state.for_member(member)
    told = notices[-MOST_TOLD:]
    with state.using(preferences):
        lines = [_line(each) for each in told]
        context = {"lines": lines, "more": len(notices) - len(told), "count": len(notices), "firm": member.tenant.name}
        context |= {"choices_url": absolute(reverse("setup:notifications"))} | (lines[0] if len(lines) == 1 else {})
    letter = compose("notice" if len(lines) == 1 else "notices", context, preferences=preferences)
    queue_mail(to=member.user.email, to_name=member.name, letter=letter, key=f"notice:{notices[-1].pk}")


def forget_record(key, ids):
    """The mails by which members were told of records that are deleted for good, as the outbox keeps them, and what
    still waits for their devices."""
    about = Notification.objects.filter(record_type=key, record_id__in=ids).values_list("pk", flat=True)
    Push.objects.filter(notification__in=about).delete()
    Message.objects.filter(key__in=[f"notice:{pk}" for pk in about]).delete()


def _line(notification):
    path = address(notification)
    return {
        "sentence": sentence(notification),
        "marked_sentence": marked_sentence(notification),
        "url": absolute(path) if path else "",
    }
