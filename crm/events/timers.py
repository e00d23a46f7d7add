"""Time as rows. A timer's work, its effects and its removal are one transaction: each effect happens exactly once.

A handler (settings.TIMERS) is called as `handler(object_id)` in the tenant's scope. It may return `Again(seconds)`
to keep what it did and be called once more; if it raises, its work is rolled back and tried later.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from crm.events import crashes
from crm.events.models import Timer, TimerFailure
from crm.tenants.scope import current_tenant_id

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 12
FIRE = "crm.events.tasks.fire"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Again:
    """Call the handler again in so many seconds. A reason marks it as a failure to be shown and backed off."""

    seconds: float = 0
    reason: str = ""


def set_timer(kind, object_id, due):
    """Call the handler of `kind` for the object when `due` (an aware datetime) has come; moves an earlier setting."""
    _write(kind, object_id, due, None)


def set_first_timer(kind, object_id, due):
    """`set_timer`, unless one of the kind is set for the object already."""
    _known(kind)
    timer = Timer(tenant_id=current_tenant_id(), kind=kind, object_id=object_id, due=due)
    Timer.objects.bulk_create([timer], ignore_conflicts=True)


def run_soon(kind, object_id):
    """Call the handler right after commit, in a worker; if that message is lost, a sweep calls it within a minute."""
    now = timezone.now()
    timer = _write(kind, object_id, now, now + LEASE)
    _enqueue(timer.tenant_id, timer.pk)


def cancel_timer(kind, object_id):
    """Forget the timer, if there is one."""
    Timer.objects.filter(tenant_id=current_tenant_id(), kind=kind, object_id=object_id).delete()


def _known(kind):
    if kind not in settings.TIMERS:
        raise LookupError(f"settings.TIMERS has no handler for {kind!r}")


def _write(kind, object_id, due, claimed_until):
    _known(kind)
    values = {"due": due, "claimed_until": claimed_until, "attempts": 0, "given_up_at": None}
    [timer] = Timer.objects.bulk_create(
        [Timer(tenant_id=current_tenant_id(), kind=kind, object_id=object_id, **values)],
        update_conflicts=True,
        unique_fields=["tenant", "kind", "object_id"],
        update_fields=list(values),
    )
    return timer


def _enqueue(tenant_id, timer_id):
    transaction.on_commit(lambda: current_app.send_task(FIRE, (tenant_id, timer_id), ignore_result=True), robust=True)


def claim_due(limit=500):
    """Lease the timers that are due to this caller: [(tenant id, timer id)]. Two callers never get the same one."""
    sql = """
        UPDATE events_timer SET claimed_until = %(until)s WHERE id IN (
            SELECT id FROM events_timer
            WHERE due <= %(now)s AND given_up_at IS NULL AND (claimed_until IS NULL OR claimed_until < %(now)s)
              AND tenant_id NOT IN (SELECT id FROM tenants_tenant WHERE erase_at IS NOT NULL)
            ORDER BY due LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
        RETURNING tenant_id, id
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": now, "until": now + LEASE, "limit": limit})
        return cursor.fetchall()


def fire(timer_id):
    """Do the timer's work, unless somebody else is at it, did it, or it was moved or cancelled meanwhile."""
    timer = (
        Timer.objects.select_for_update(skip_locked=True)
        .filter(pk=timer_id, tenant_id=current_tenant_id(), given_up_at=None, due__lte=timezone.now())
        .first()
    )
    if timer is None:
        return
    deaths = crashes.begin(timer.pk)
    outcome = _call(timer) if deaths < crashes.MOST else Again(reason=f"WorkerLost: it ended its worker {deaths} times")
    crashes.end(timer.pk)
    if outcome is None:
        TimerFailure.objects.filter(kind=timer.kind, object_id=timer.object_id).delete()
        Timer.objects.filter(pk=timer.pk, due=timer.due).delete()  # unless the handler set it anew
    elif outcome.reason:
        _back_off(timer, outcome)
    else:
        _once_more(timer, outcome.seconds)


def _call(timer):
    try:
        with transaction.atomic():
            return import_string(settings.TIMERS[timer.kind])(timer.object_id)
    except Exception as error:  # noqa: BLE001  # whatever went wrong is kept, shown and tried again
        log.exception("timer %s of object %s failed", timer.kind, timer.object_id)
        return Again(seconds=0, reason=f"{type(error).__name__}: {error}")


def _once_more(timer, seconds):
    now = timezone.now()
    timer.attempts, timer.due = 0, now + timedelta(seconds=seconds)
    timer.claimed_until = None if seconds else now + LEASE
    timer.save(update_fields=["attempts", "due", "claimed_until"])
    if not seconds:
        _enqueue(timer.tenant_id, timer.pk)


def _back_off(timer, outcome):
    now = timezone.now()
    timer.attempts += 1
    wait = outcome.seconds or min(5 * 2**timer.attempts, 3600)
    timer.due, timer.claimed_until = now + timedelta(seconds=wait), None
    timer.given_up_at = now if timer.attempts >= MOST_ATTEMPTS else None
    timer.save(update_fields=["attempts", "due", "claimed_until", "given_up_at"])
    TimerFailure.objects.update_or_create(
        kind=timer.kind,
        object_id=timer.object_id,
        defaults={"attempts": timer.attempts, "reason": outcome.reason[:2000], "at": now},
    )


def retry(failure):
    """Try a failed timer again now, whatever its back-off says."""
    run_soon(failure.kind, failure.object_id)


def dismiss(failure):
    """Never try this work again. What it would have done is not done."""
    cancel_timer(failure.kind, failure.object_id)
    failure.delete()
