"""Whether what a page shows was changed since it was drawn, by anybody.

A page names its topics: "contact" for a list of people, "contact-7" for one of them and all that stands on the
timeline of that one. Each event moves the stamps of its topics in the cache; the bell, which every open page asks every
few seconds anyway, brings the stamp along (static/js/live.js). No statement, no connection that is held: see
docs/decisions.md.
"""

from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import transaction
from redis.exceptions import RedisError

from crm.tenants.scope import current_tenant_id

HEADER = "X-Live"
KEEP = 60 * 60  # seconds; a page that slept longer draws itself anew when it is told of something new
_signer = Signer(salt="live")


def witness(event):
    """Settings.EVENT_WITNESSES: tell the pages once the event is committed. What was done to many records of a type by
    an import or a change of all that match is an event about the job, which names the type."""
    records = (f"{key}-{pk}" for key, pk in event.places)
    tell({event.record_type, str(event.data.get("type", event.record_type)), *records}, event.pk)


def tell(topics, stamp):
    """The topics are at `stamp` from the end of this transaction on. It is lost with the cache, and little with it."""
    transaction.on_commit(partial(_keep, current_tenant_id(), frozenset(topics), stamp), robust=True)


def _keep(tenant_id, topics, stamp):
    try:
        cache.set_many({_key(tenant_id, topic): stamp for topic in topics}, KEEP)
    except (RedisError, OSError):
        return


def watch(*topics):
    """What a page puts into its question: its topics, signed, so that nobody watches a record they have not opened."""
    return _signer.sign_object([current_tenant_id(), *topics])


def asked(text):
    """The topics of such a question; none for whatever else is asked, or for another workspace's."""
    try:
        tenant_id, *topics = _signer.unsign_object(text)
    except (BadSignature, ValueError, TypeError):
        return ()
    return tuple(topics) if tenant_id == current_tenant_id() else ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, and how that stood before the page read it: a change while it reads is news to it."""

    watch: str
    stamp: str


def shown(topics):
    return Shown(watch=watch(*topics), stamp=stamp_of(topics))


def stamp_of(topics):
    """A text that differs when any of the topics has changed; "" where the cache knows nothing of them."""
    if not topics:
        return ""
    keys = [_key(current_tenant_id(), topic) for topic in topics]
    try:
        known = cache.get_many(keys)
    except (RedisError, OSError):
        return ""
    return "-".join(str(known[key]) for key in keys if key in known)


def _key(tenant_id, topic):
    return f"live:{tenant_id}:{topic}"
