"""Questions that may take too long are asked with a limit, and given up rather than waited for."""

from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

CAP = 10_000  # counts stop here: "10,000+"
PATIENCE = 300  # milliseconds

# One message to the server: the limit holds for the question alone, and a question given up spoils nothing.
_ASK = """
    SAVEPOINT patience; SET LOCAL statement_timeout = {limit}; {question};
    SET LOCAL statement_timeout TO DEFAULT; RELEASE SAVEPOINT patience
"""
_GIVE_UP = "ROLLBACK TO SAVEPOINT patience; RELEASE SAVEPOINT patience"


def capped_count(queryset, cap=CAP, milliseconds=PATIENCE):
    """How many rows there are, at most cap + 1; None when counting them would take too long."""
    sql, params = queryset.order_by().values("pk")[: cap + 1].query.sql_with_params()
    rows = rows_within(f"SELECT count(*) FROM ({sql}) AS counted", params, milliseconds)  # noqa: S608
    return rows and rows[0][0]


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
