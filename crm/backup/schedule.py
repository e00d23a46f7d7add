"""When a backup and a proof are due. Asked every few minutes: a machine that slept through the hour catches up."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from crm.backup.models import Run
from crm.backup.queries import installed_at, last_done, last_of

AFTER_FAILURE = {Run.Kind.BACKUP: timedelta(hours=1), Run.Kind.PROOF: timedelta(hours=6)}


def due(now=None):
    """The kinds of work to do now, in order: those that somebody asked for, and those whose time has come."""
    now = now or timezone.now()
    waiting = set(Run.objects.filter(state=Run.State.WAITING).values_list("kind", flat=True))
    return [kind for kind in (Run.Kind.BACKUP, Run.Kind.PROOF) if kind in waiting or _time_has_come(kind, now)]


def _time_has_come(kind, now):
    if not settings.BACKUP_AT:
        return False
    last = last_of(kind)
    if last and last.state == Run.State.FAILED and now - last.started_at < AFTER_FAILURE[kind]:
        return False
    done = last_done(kind)
    if kind == Run.Kind.BACKUP:
        # A new installation waits for its first night: whoever tries it has nothing to lose yet, and looks around.
        return (done.started_at if done else installed_at()) < last_hour(now)
    if last_done(Run.Kind.BACKUP) is None:
        return False
    return done is None or now - done.started_at >= timedelta(days=settings.BACKUP_PROOF_EVERY)


def last_hour(now):
    """The last time that it was BACKUP_AT ("01:30", UTC)."""
    hour, minute = map(int, settings.BACKUP_AT.split(":"))
    moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return moment if moment <= now else moment - timedelta(days=1)
