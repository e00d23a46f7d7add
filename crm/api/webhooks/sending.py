"""Sending to webhooks, by workers: one conversation with a receiver at a time, and never long.

Whatever a receiver does, it holds up one worker for seconds: it is asked in pieces, left alone for a while when nobody
is there, and longer the longer nobody was. What did not arrive is tried again for a day.
"""

import json
import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from crm.api.fields import moment
from crm.api.webhooks.actions import TIMER, pause
from crm.api.webhooks.models import Sending, Webhook
from crm.api.webhooks.queries import unfit
from crm.api.webhooks.signing import headers, opened
from crm.api.webhooks.telling import told
from crm.audit.actions import note
from crm.events.actors import SYSTEM
from crm.events.timers import Again
from crm.lib import door
from crm.records import registry
from crm.ui import live

WAITS = (30, 60, 300, 900, 1800, 3600, 7200, 10_800, 14_400)  # seconds after a try; after further ones, as the last
GIVEN_UP = timedelta(days=1)
TIRED, TIRED_TRIES = timedelta(days=3), 5
REST = (timedelta(seconds=30), timedelta(hours=1))  # at least and at most
PIECE, SECONDS = 20, 10
BUSY = 60  # seconds until it is asked anew whether another worker is done with the receiver
GONE = 410
State, Paused = Sending.State, Webhook.Paused
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: the status of an answer, or why there was none. `wait`: in how many seconds the receiver
    wants to be asked again."""

    status: int | None = None
    reason: str = ""
    wait: int = 0

    @property
    def arrived(self):
        return self.status is not None and 200 <= self.status < 300

    @property
    def nobody(self):
        return self.status is None


def send_waiting(sending_id):
    """The work of the timer api.webhook: send it, and what else waits for the same receiver."""
    sending = Sending.objects.filter(pk=sending_id, state=State.WAITING).first()
    webhook = sending and _webhook(sending.webhook_id)
    if not webhook or webhook.paused:
        return None
    if (due := _due(sending, webhook)) > timezone.now():
        return _again_at(due)
    if not _alone(webhook):
        return Again(BUSY)
    if why := unfit(webhook):
        pause(webhook, by=SYSTEM, why=why)
        return None
    _send_piece(webhook)
    live.tell({f"webhook-{webhook.pk}"}, timezone.now().timestamp())
    sending.refresh_from_db()
    return _again_at(_due(sending, webhook)) if sending.state == State.WAITING else None


def _webhook(pk):
    found = Webhook.objects.select_related("member__tenant", "member__user", "member__role", "member__team")
    return found.filter(pk=pk).first()


def _due(sending, webhook):
    return max(sending.due, webhook.rests_until or sending.due)


def _again_at(due):
    return Again(max(1, (due - timezone.now()).total_seconds()))


def _alone(webhook):
    """Whether no other worker speaks to the receiver; until the end of the transaction nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [TIMER, webhook.pk])
        return cursor.fetchone()[0]


def _send_piece(webhook):
    """What is due, the oldest first, for SECONDS and one try more; not further than to an answer of nobody."""
    secret, begun, arrived, failed = opened(webhook.secret), time.monotonic(), False, None
    due = Sending.objects.filter(webhook=webhook, state=State.WAITING, due__lte=timezone.now()).select_related("event")
    for sending in due.order_by("due", "pk")[:PIECE]:
        answer = _try(webhook, sending, secret)
        if answer is None:
            continue
        arrived = arrived or answer.arrived
        if not answer.arrived:
            failed = sending, answer
        if answer.nobody or answer.wait or answer.status == GONE or time.monotonic() - begun > SECONDS:
            break
    _conclude(webhook, arrived, failed)


def _try(webhook, sending, secret):
    """The Answer to one message; None where nobody was asked, for the member does not see the record, or it could not
    be described: others in the piece are on their way and may not be taken back."""
    try:
        with transaction.atomic():
            facts = _facts(sending, webhook.member)
    except Exception as error:  # noqa: BLE001  # whatever it was: it is shown with the message, and tried again
        log.exception("the webhook's message %s could not be written", sending.pk)
        _failed(sending, Answer(reason=f"Unwritten: {type(error).__name__}"))
        return None
    if facts is None:
        _write(sending, state=State.WITHHELD)
        return None
    body = json.dumps({"id": str(sending.uid), **facts}, ensure_ascii=False, separators=(",", ":")).encode()
    answer = _post(webhook.url, body, secret, sending)
    if not answer.arrived:
        _failed(sending, answer)
        return answer
    _write(sending, state=State.ARRIVED, **_tried(sending, answer))
    _note(webhook, sending)
    return answer


def _failed(sending, answer):
    """It waits for another try, longer each time, until it is a day old."""
    tried = _tried(sending, answer)
    if tried["tried_at"] - sending.since >= GIVEN_UP:
        _write(sending, state=State.FAILED, **tried)
    else:
        wait = timedelta(seconds=WAITS[min(sending.tries, len(WAITS) - 1)])
        _write(sending, due=tried["tried_at"] + wait, **tried)


def _tried(sending, answer):
    now = timezone.now()
    return {"tries": sending.tries + 1, "status": answer.status, "reason": answer.reason, "tried_at": now}


def _facts(sending, member):
    if sending.event_id:
        return told(sending.event, member)
    return {"event": "test", "type": None, "at": moment(sending.at), "workspace": member.tenant.slug, "record": None}


def _post(url, body, secret, sending):
    carried = headers(secret, uid=sending.uid, stamp=int(time.time()), kind=sending.kind, body=body)
    try:
        status, said = door.post(url, body, carried, inside=settings.WEBHOOK_INSIDE)
    except (door.DoorClosed, door.NotReached) as error:
        return Answer(reason=f"{type(error).__name__}: {error}")
    wait = "" if 200 <= status < 300 else said.get("Retry-After", "")
    return Answer(status, wait=min(int(wait), REST[1].seconds) if wait.isascii() and wait.isdecimal() else 0)


def _write(sending, **values):
    """Without a word where it was deleted meanwhile."""
    for name, value in values.items():
        setattr(sending, name, value)
    Sending.objects.filter(pk=sending.pk).update(**values)


def _note(webhook, sending):
    """Personal data left the house: that is kept, as when a program reads it."""
    record_type = sending.event and registry.get(sending.event.record_type)
    if record_type and record_type.personal:
        record = registry.find(sending.event.record_type, sending.event.record_id)
        note(webhook.member, "record.sent", record=record, data={"name": webhook.name})


def _conclude(webhook, arrived, failed):
    """How the receiver stands after a piece: well, to be left alone for a while, or not to be asked any more."""
    now = timezone.now()
    if arrived:
        _stand(webhook, arrived_at=now, failing_since=None, rests_until=None)
    if not failed:
        return
    sending, answer = failed
    if not arrived:
        _stand(webhook, failing_since=webhook.failing_since or now)
    if answer.wait:
        _stand(webhook, rests_until=now + timedelta(seconds=answer.wait))
    elif answer.nobody:
        rest = (now - (webhook.failing_since or now)) / 4
        _stand(webhook, rests_until=now + min(max(rest, REST[0]), REST[1]))
        _give_up_old(webhook, answer, now)
    if answer.status == GONE:
        pause(webhook, by=SYSTEM, why=Paused.GONE)
    elif webhook.failing_since and now - webhook.failing_since >= TIRED and sending.tries >= TIRED_TRIES:
        pause(webhook, by=SYSTEM, why=Paused.FAILING)


def _stand(webhook, **values):
    for name, value in values.items():
        setattr(webhook, name, value)
    Webhook.objects.filter(pk=webhook.pk).update(**values)


def _give_up_old(webhook, answer, now):
    """Those behind one that met nobody: what is older than a day does not wait for a turn of its own."""
    old = Sending.objects.filter(webhook=webhook, state=State.WAITING, since__lte=now - GIVEN_UP)
    old.update(state=State.FAILED, reason=answer.reason)
