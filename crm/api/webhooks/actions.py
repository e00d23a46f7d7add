"""Webhooks made, changed, paused and given up; what they are to send, queued and pruned."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.queries import RIGHT, unfit
from crm.api.webhooks.signing import new_secret
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import Again, run_soon, set_first_timer
from crm.l10n.numbers import format_number
from crm.ui import live

TIMER, LOG_TIMER = "api.webhook", "api.webhook_log"
MOST = 20
A_DAY = 24 * 60 * 60
State, Paused = Sending.State, Webhook.Paused


@transaction.atomic
def create_webhook(*, name, url, kinds, by):
    """A webhook that sends what `by` sees, who must have the right to change settings. Records webhook.created.

    Returns (Webhook, secret): the secret is not shown again. Raises ValidationError at MOST webhooks. The form judges
    the address, and the door at each sending.
    """
    require(by, RIGHT)
    if Webhook.objects.count() >= MOST:
        raise ValidationError(
            _("The workspace has %(most)s webhooks. Delete one first.") % {"most": format_number(MOST)}
        )
    secret, sealed = new_secret()
    webhook = Webhook.objects.create(member=by, name=name, url=url, kinds=kinds, secret=sealed)
    record_event(webhook, "webhook.created", by=by, data=_facts(webhook))
    return webhook, secret


@transaction.atomic
def change_webhook(webhook, *, name, url, kinds, by):
    """Write what differs. Whoever changes it answers for it from now on, and it sends what they see: nobody turns to
    another address what only a colleague sees. Records webhook.changed."""
    require(by, RIGHT)
    webhook = _locked(webhook)
    after = {"name": name, "url": url, "kinds": kinds, "member": by}
    changes = sorted(each for each, value in after.items() if getattr(webhook, each) != value)
    if not changes:
        return webhook
    for each in changes:
        setattr(webhook, each, after[each])
    webhook.rests_until = webhook.failing_since = None
    webhook.save(update_fields=[*changes, "rests_until", "failing_since"])
    record_event(webhook, "webhook.changed", by=by, data={**_facts(webhook), "changes": changes})
    return webhook


@transaction.atomic
def renew_secret(webhook, *, by):
    """Another secret, which signs from the next message on. Records webhook.secret_renewed. Returns it."""
    require(by, RIGHT)
    webhook = _locked(webhook)
    secret, webhook.secret = new_secret()
    webhook.save(update_fields=["secret"])
    record_event(webhook, "webhook.secret_renewed", by=by, data=_facts(webhook))
    return secret


@transaction.atomic
def pause(webhook, *, by, why=Paused.HAND):
    """Nothing is sent from now on, nor kept for later; what waits is given up. Records webhook.paused, of which
    members hear by the bell unless it was done by hand."""
    webhook = _locked(webhook)
    if webhook is None or webhook.paused:
        return webhook
    webhook.paused = why
    webhook.save(update_fields=["paused"])
    waiting = Sending.objects.filter(webhook=webhook, state=State.WAITING)
    waiting.update(state=State.FAILED, reason="Paused")
    data = {**_facts(webhook), "member": webhook.member_id, "reason": str(why), "why": _in_all_languages(why)}
    record_event(webhook, "webhook.paused", by=by, data=data)
    return webhook


def pause_for_events():
    """Those whose member lost the seat or the right."""
    for webhook in Webhook.objects.filter(paused="").select_related("member__role", "member__user"):
        if unfit(webhook) == Paused.MEMBER:
            pause(webhook, by=SYSTEM, why=Paused.MEMBER)


@transaction.atomic
def resume(webhook, *, by):
    """It sends again, what `by` sees from now on. Records webhook.resumed. Raises ValidationError where the secret
    cannot be opened."""
    require(by, RIGHT)
    webhook = _locked(webhook)
    webhook.member = by
    if unfit(webhook):
        raise ValidationError(str(Paused.SECRET.label))
    webhook.paused, webhook.failing_since, webhook.rests_until = "", None, None
    webhook.save(update_fields=["member", "paused", "failing_since", "rests_until"])
    record_event(webhook, "webhook.resumed", by=by, data=_facts(webhook))
    return webhook


@transaction.atomic
def delete_webhook(webhook, *, by):
    """It goes, with the list of what it sent. Records webhook.deleted."""
    require(by, RIGHT)
    record_event(webhook, "webhook.deleted", by=by, data=_facts(webhook))
    webhook.delete()


def queue(webhook, event):
    """Have an event sent, once; None is a test. Returns the Sending."""
    if event is None:
        sending, new = Sending.objects.create(webhook=webhook), True
    else:
        sending, new = Sending.objects.get_or_create(webhook=webhook, event=event)
    if new:
        run_soon(TIMER, sending.pk)
        set_first_timer(LOG_TIMER, webhook.pk, timezone.now() + timedelta(seconds=A_DAY))
    return sending


@transaction.atomic
def send_test(webhook):
    """A message without a record, also to a receiver that is left alone for a while: somebody wants to see it now."""
    _wake(webhook.pk)
    return queue(webhook, None)


@transaction.atomic
def send_again(sending):
    """Once more, from the start, whatever became of it: under the same id, with the record as it is now."""
    now = timezone.now()
    Sending.objects.filter(pk=sending.pk).update(
        state=State.WAITING, tries=0, status=None, reason="", since=now, due=now
    )
    _wake(sending.webhook_id)
    run_soon(TIMER, sending.pk)
    live.tell({f"webhook-{sending.webhook_id}"}, now.timestamp())


def _wake(webhook_id):
    Webhook.objects.filter(pk=webhook_id).update(rests_until=None)


def prune(webhook_id):
    """The work of the timer api.webhook_log: forget what was sent long ago. Daily, while there is anything."""
    log = Sending.objects.filter(webhook=webhook_id)
    until = timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS)
    log.filter(at__lt=until).exclude(state=State.WAITING).delete()
    return Again(A_DAY) if log.exists() else None


def _locked(webhook):
    return (
        Webhook.objects.select_for_update(of=("self",), no_key=True)
        .select_related("member__role", "member__user")
        .filter(pk=webhook.pk)
        .first()
    )


def _facts(webhook):
    """For history, without the address: all but its host may be a secret."""
    return {"name": webhook.name, "host": webhook.host, "kinds": webhook.kinds}


def _in_all_languages(why):
    told = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told[code] = str(Paused(why).label)
    return told
