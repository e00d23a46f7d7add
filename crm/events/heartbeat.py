"""Whether the workers live and keep up: what they write while they work, and how late the latest timer is."""

import time

from django.core.cache import cache
from django.db import connection

KEY = "heartbeat"
REMEMBERED = 24 * 3600
LAG = """
    SELECT coalesce(extract(epoch FROM now() - min(due)), 0)::float8, count(*) FROM events_timer
    WHERE due <= now() AND given_up_at IS NULL AND (claimed_until IS NULL OR claimed_until < now())
      AND tenant_id NOT IN (SELECT id FROM tenants_tenant WHERE erase_at IS NOT NULL)
"""


def beat():
    """A worker has taken a message of beat's: all three of beat, queue and worker live."""
    cache.set(KEY, time.time(), REMEMBERED)


def age():
    """Seconds since a worker last said so; None when none did within a day. Raises what the cache raises."""
    last = cache.get(KEY)
    return None if last is None else max(0.0, time.time() - last)


def lag():
    """(seconds that the latest due timer has been waiting for a worker, how many wait), over all workspaces."""
    with connection.cursor() as cursor:
        cursor.execute(LAG)
        return cursor.fetchone()
