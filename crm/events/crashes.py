"""Work that ends the worker itself (out of memory, a broken library) leaves no exception and no row: its transaction is
gone with it, and it would be handed out again for ever. So each beginning is counted in the cache until the end is
reached; without a cache nothing is counted and nothing is held up.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

MOST = (
    5  # beginnings without an end before it is treated as a failure; workers are also killed for no fault of the work
)
REMEMBERED = 6 * 3600
log = logging.getLogger(__name__)


def begin(timer_id):
    """Count this beginning. Returns how many before it came to no end."""
    key = _key(timer_id)
    try:
        cache.add(key, 0, REMEMBERED)
        return cache.incr(key) - 1
    except (RedisError, OSError, ValueError):
        log.debug("no cache to count in", exc_info=True)
        return 0


def end(timer_id):
    """It came to an end, well or not."""
    try:
        cache.delete(_key(timer_id))
    except (RedisError, OSError):
        log.debug("no cache to count in", exc_info=True)


def _key(timer_id):
    return f"begun:{timer_id}"
