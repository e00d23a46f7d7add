"""How often somebody may do something: counted in the cache by fixed windows, without keeping who it was."""

import hashlib
import logging

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def seconds_to_wait(what, who, windows):
    """Count this time, and say how long to wait: 0 for not at all. `windows` are pairs of seconds and the most times.

    Without a cache nobody is turned away: work that cannot be done is worse than work that is done too often.
    """
    name = hashlib.sha256(str(who).encode()).hexdigest()[:24]
    try:
        counts = [(seconds, most, _count(f"pace:{what}:{name}:{seconds}", seconds)) for seconds, most in windows]
    except (RedisError, OSError):
        log.warning("the cache does not answer: nothing is counted")
        return 0
    return max((seconds for seconds, most, count in counts if count > most), default=0)


def _count(key, seconds):
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # expired between the two calls
        cache.set(key, 1, seconds)
        return 1
