"""Answers that take long to find, kept for a while unless something changes."""

from contextlib import suppress
from hashlib import sha256

from django.core.cache import cache
from redis.exceptions import RedisError

from crm.tenants.scope import current_tenant_id

SECONDS = 30


def kept(question, stamp, ask, *, worth):
    """What `ask()` gives, or gave to the same question in the last half minute while `stamp` was the same (a text, see
    crm.ui.live). Kept if it is `worth` it; with None for a stamp, never.

    The `repr` of the question has to say all that the answer depends on, above all the rights of whoever asks: one with
    other rights is told the same. The workspace is added to it here.
    """
    if stamp is None:
        return ask()
    key = f"kept:{sha256(repr((current_tenant_id(), question, stamp)).encode()).hexdigest()}"
    with suppress(RedisError, OSError):
        if known := cache.get(key):
            return known[0]
    answer = ask()
    if worth(answer):
        with suppress(RedisError, OSError):
            cache.set(key, (answer,), SECONDS)
    return answer
