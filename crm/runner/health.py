"""What a load balancer, a supervisor or a watchman asks."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

from crm.access.guard import public
from crm.backup.queries import proven_since
from crm.events import heartbeat

OLDEST_HEARTBEAT = 60  # seconds: beat sends one every five
LONGEST_LAG = 120  # seconds that due work may wait: a lost message is found again after a minute
_migrated = False  # once so, it stays so for as long as this code runs


@public
def healthz(request):
    """The process lives. Asks nothing of the services: their trouble is no reason to restart it."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request):
    """Everything works: {"ready": bool, "parts": {name: {"ok": bool, …}}}, with status 503 when anything does not.

    `?only=database,broker,migrations` asks for these parts alone: what a balancer wants to know, since a page can be
    served while the workers are away.
    """
    wanted = [name for name in request.GET.get("only", "").split(",") if name in PARTS] or list(PARTS)
    parts = {name: _asked(PARTS[name]) for name in wanted}
    ready = all(part["ok"] for part in parts.values())
    response = JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
    response["Cache-Control"] = "no-store"
    return response


def _asked(question):
    """What failed is named by its kind alone: anybody may read this."""
    try:
        return question()
    except (DatabaseError, RedisError, OSError) as error:
        return {"ok": False, "error": type(error).__name__}


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def broker():
    cache.get("readyz")
    return {"ok": True}


def migrations():
    global _migrated  # noqa: PLW0603
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            return {"ok": False, "waiting": waiting}
        _migrated = True
    return {"ok": True}


def workers():
    age = heartbeat.age()
    return {"ok": age is not None and age <= OLDEST_HEARTBEAT, "heartbeat_age": None if age is None else round(age, 1)}


def timers():
    lag, waiting = heartbeat.lag()
    return {"ok": lag <= LONGEST_LAG, "lag": round(lag, 1), "waiting": waiting}


def backups():
    """For the watchman: days since a restore was proven, and whether that is too long. No reason to serve no page."""
    moment, proven = proven_since()
    days = (timezone.now() - moment).days
    return {"ok": True, "proven_days": days if proven else None, "overdue": days >= settings.BACKUP_PROOF_DAYS}


PARTS = {
    "database": database,
    "broker": broker,
    "migrations": migrations,
    "workers": workers,
    "timers": timers,
    "backups": backups,
}
