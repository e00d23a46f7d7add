"""What is known of backups and proofs. Pages ask the cache, so that a warning on every page costs no statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from redis.exceptions import RedisError

from crm.backup.models import Run

KEY = "backup:proven"
SHOWN = 15


@dataclass(frozen=True)
class Warning:
    """The last proven restore is too old. `at` is when it was, None when there never was one."""

    at: datetime | None
    days: int


def last_done(kind):
    return Run.objects.filter(kind=kind, state=Run.State.DONE).order_by("-started_at").first()


def last_of(kind):
    """The last one that has ended, well or not."""
    ended = [Run.State.DONE, Run.State.FAILED]
    return Run.objects.filter(kind=kind, state__in=ended).order_by("-started_at").first()


def recent():
    return list(Run.objects.order_by("-asked_at", "-pk")[:SHOWN])


def under_way():
    return set(Run.objects.filter(state__in=[Run.State.WAITING, Run.State.RUNNING]).values_list("kind", flat=True))


def proven_since():
    """(moment, whether anything was proven then): the last proof, else when this installation began."""
    proof = last_done(Run.Kind.PROOF)
    return (proof.started_at, True) if proof else (installed_at(), False)


def installed_at():
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        return cursor.fetchone()[0]


def remember():
    """Tell the pages when a restore was proven last. Called by workers, every few minutes and after each proof."""
    try:
        cache.set(KEY, proven_since(), None)
    except (RedisError, OSError):
        return


def warning():
    """A Warning when the last proven restore is older than BACKUP_PROOF_DAYS, else None; None too as long as no worker
    has looked. Asks the cache alone."""
    try:
        known = cache.get(KEY)
    except (RedisError, OSError):
        return None
    return _warning(*known) if known else None


def _warning(moment, proven):
    age = timezone.now() - moment
    if age < timedelta(days=settings.BACKUP_PROOF_DAYS):
        return None
    return Warning(at=moment if proven else None, days=age.days)


def warning_now():
    """The same, from the database."""
    return _warning(*proven_since())
