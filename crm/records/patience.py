"""Questions that may take too long are asked with a limit, and given up rather than waited for."""

from django.db import OperationalError, connection
from django.db.models import Q
from psycopg.errors import QueryCanceled

from crm.records.keeping import kept

CAP = 10_000  # counts stop here: "10,000+"
PATIENCE = 300  # milliseconds
FEW = 1000  # so many are counted at once

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

    def count():
        rows = rows_within(f"SELECT count(*) FROM ({counted}) AS counted", params, milliseconds)  # noqa: S608
        return rows and min(rows[0][0], cap + 1)

    return kept((counted, params), stamp, count, worth=lambda found: found is None or found > FEW)


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
