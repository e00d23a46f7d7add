"""Questions that may take too long are asked with a limit, and given up rather than waited for."""

from contextlib import suppress
from hashlib import sha256

from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.models import Q
from psycopg.errors import QueryCanceled
from redis.exceptions import RedisError

from crm.tenants.scope import current_tenant_id

CAP = 10_000  # counts stop here: "10,000+"
PATIENCE = 300  # milliseconds
FEW = 1000  # so many are counted at once
KEPT = 30  # seconds

EVERY = (Q(),)

# One message to the server: the limit holds for the question alone, and a question given up spoils nothing.
_ASK = """
    SAVEPOINT patience; SET LOCAL statement_timeout = {limit}; {question};
    SET LOCAL statement_timeout TO DEFAULT; RELEASE SAVEPOINT patience
"""
_GIVE_UP = "ROLLBACK TO SAVEPOINT patience; RELEASE SAVEPOINT patience"


def capped_count(queryset, cap=CAP, milliseconds=PATIENCE, *, ways=EVERY, stamp=None):
    """How many rows there are, at most cap + 1; None when counting them would take too long.

    `ways` are conditions of which every row has exactly one (crm.access.policy.ways): each is counted by itself.
    Many are counted once in half a minute while `stamp` stays the same (crm.ui.live); without one, each time.
    """
    parts = [queryset.filter(way).order_by().values("pk")[: cap + 1].query.sql_with_params() for way in ways]
    if not parts:
        return 0
    counted = " UNION ALL ".join(f"({sql})" for sql, _params in parts)
    params = [value for _sql, values in parts for value in values]
    key = _key(counted, params, stamp)
    if (kept := _kept(key)) is not None:
        return kept[0]
    rows = rows_within(f"SELECT count(*) FROM ({counted}) AS counted", params, milliseconds)  # noqa: S608
    count = rows and min(rows[0][0], cap + 1)
    if count is None or count > FEW:
        _keep(key, count)
    return count


def _key(counted, params, stamp):
    """The question itself, the workspace and the member's rights in it, so that nobody is told another's answer."""
    if stamp is None:
        return ""
    return f"count:{sha256(repr((current_tenant_id(), counted, params, stamp)).encode()).hexdigest()}"


def _kept(key):
    """(the count, or None for one that takes too long), or None when it is not kept."""
    try:
        return cache.get(key) if key else None
    except (RedisError, OSError):
        return None


def _keep(key, count):
    with suppress(RedisError, OSError):
        if key:
            cache.set(key, (count,), KEPT)


def ids_within(queryset, limit, milliseconds=PATIENCE):
    """The ids of the first rows; None when finding them would take too long."""
    rows = rows_within(*queryset.values("pk")[:limit].query.sql_with_params(), milliseconds)
    return None if rows is None else [pk for (pk,) in rows]


def rows_within(sql, params, milliseconds):
    """The rows of one SELECT, or None when it takes longer. Needs an open transaction."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(_ASK.format(limit=int(milliseconds), question=sql), params)
        except OperationalError as error:
            if not isinstance(error.__cause__, QueryCanceled):
                raise
            cursor.execute(_GIVE_UP)
            return None
        while cursor.description is None:
            cursor.nextset()
        return cursor.fetchall()
