"""How often one address may send one form: counted in the cache, by a fixed window, without keeping the address."""

import hashlib

from django.core.cache import cache

WINDOWS = ((60, 10), (3600, 60))  # seconds, requests


def is_too_often(form_id, address):
    """Count this request, and say whether it is one too many."""
    who = hashlib.sha256(address.encode()).hexdigest()[:24]
    counts = [(_count(f"webform:{form_id}:{who}:{seconds}", seconds), most) for seconds, most in WINDOWS]
    return any(count > most for count, most in counts)


def _count(key, seconds):
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # expired between the two calls
        cache.set(key, 1, seconds)
        return 1
