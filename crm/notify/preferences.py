"""What a member chose: by which channels each kind reaches them, and when they want quiet."""

from django.db import transaction
from django.utils import timezone

from crm.events.timers import set_timer
from crm.l10n import state
from crm.notify.channels import CHANNELS
from crm.notify.kinds import KINDS
from crm.notify.models import Notification, Preference
from crm.notify.quiet import Quiet, next_time

TIMER = "notify.mail"  # of a member: the mails that wait for them
PUSH_TIMER = "notify.push"  # of a device: the notices that wait for it
FIELDS = ("quiet_from", "quiet_to", "quiet_days", "digest_at")


def preference_of(member):
    """The member's Preference; a new, unsaved one for who never chose."""
    return Preference.objects.filter(member=member).first() or Preference(member=member)


def goes_by(preference, kind, channel):
    """Whether notices of the kind reach the member by the channel."""
    chosen = preference.choices.get(kind, {}).get(channel)
    return KINDS[kind].goes_by(channel) if chosen is None else bool(chosen)


@transaction.atomic
def choose(member, *, wanted, **times):
    """Keep what the member wants: `wanted` is {(kind, channel), …} of all they are to be told by; `times` are fields
    of Preference. Ways that are later added to a kind, or kinds to Wasl, keep their own defaults.

    Mails that wait already go by the new hours. Raises TypeError for other fields.
    """
    if unknown := times.keys() - set(FIELDS):
        raise TypeError(f"no choice of a member: {sorted(unknown)}")
    choices = {}
    for kind, declared in KINDS.items():
        for channel in CHANNELS:
            is_wanted = (kind, channel) in wanted
            if is_wanted != declared.goes_by(channel):
                choices.setdefault(kind, {})[channel] = is_wanted
    preference, _new = Preference.objects.update_or_create(member=member, defaults={"choices": choices, **times})
    if Notification.objects.filter(member=member, mail_waits=True).exists():
        set_timer(TIMER, member.pk, may_disturb_at(preference, member, timezone.now()))
    return preference


def quiet_of(preference, member):
    """The member's quiet hours, by their own clock."""
    zone = state.for_member(member).time_zone
    return Quiet(zone, preference.quiet_from, preference.quiet_to, frozenset(preference.quiet_days))


def may_disturb_at(preference, member, now):
    """The first moment from `now` on at which a mail may go out; `now` itself when nothing speaks against it.

    Who wants one mail a day gets it at its hour, or when the quiet that lies over that hour is over.
    """
    quiet = quiet_of(preference, member)
    if preference.digest_at is not None:
        now = next_time(now, preference.digest_at, quiet.zone)
    return quiet.over(now) or now  # quiet without end would be silence for ever: that is chosen kind by kind
