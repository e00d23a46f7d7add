"""What fixtures make, made once in each test process and put back as rows afterwards.

Nearly every test begins with a workspace and its people, which the product's own actions take some sixty statements to
make. A fixture under `@remembered` calls them once; from then on the rows it left are written back in one statement,
with the same keys. Tests that commit make everything anew: their tables are emptied, and keys begin at 1 again.
"""

import copy
import functools
from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Model

_memories = {}  # (fixture, keys of what it was given) → (what it gave, the statement that brings its rows back)
UNTOUCHED = ("django_migrations", "django_content_type", "auth_permission")  # full of rows, which no fixture writes


def remembered(fixture):
    """Decorate a fixture that gives rows of models, and is given nothing else."""

    @functools.wraps(fixture)
    def recall(**given):
        if not connection.in_atomic_block:  # the test commits
            return fixture(**given)
        key = (fixture.__module__, fixture.__name__, *(_identity(each) for each in given.values()))
        if key not in _memories:
            before = _rows()
            with transaction.atomic():  # what is written inside bears a number of its own
                made = fixture(**given)
            _memories[key] = copy.deepcopy(made), _statement(before, _rows())
            return made
        made, statement = _memories[key]
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return copy.deepcopy(made)

    return recall


def forget():
    """After the tables were emptied: keys are given anew."""
    _memories.clear()


def _identity(given):
    if isinstance(given, Model):
        return given._meta.label, given.pk
    return tuple(map(_identity, given)) if isinstance(given, tuple | list) else given


@functools.cache
def _tables():
    """{table: (columns that are stored, columns of its primary key)}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum),"
            " array_agg(quote_ident(a.attname)) FILTER (WHERE a.attnum = ANY(i.indkey))"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " AND a.attgenerated = '' JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL(%s) GROUP BY 1",
            [list(UNTOUCHED)],
        )
        return {table: (columns, key) for table, columns, key in cursor.fetchall()}


def _rows():
    """{(table, key): (number of the writing transaction, the row as JSON)} of everything there is."""
    every = " UNION ALL ".join(
        f"SELECT '{table}', ({', '.join(key)})::text, xmin::text, to_json(t)::text FROM {table} t"
        for table, (_columns, key) in _tables().items()
    )
    with connection.cursor() as cursor, _as_owner(cursor):
        cursor.execute(every)
        return {(table, key): (number, row) for table, key, number, row in cursor.fetchall()}


def _statement(before, after):
    """One statement that writes what has been written in between, as the role that owns the tables."""
    written = defaultdict(list)
    for place, row in after.items():
        if before.get(place) != row:
            written[place[0]].append((row[1], place in before))
    parts = []
    for table, rows in written.items():
        columns, key = _tables()[table]
        names, values = ", ".join(columns), "[" + ", ".join(row for row, _changed in rows) + "]"
        part = (
            f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE"
            f" SELECT {names} FROM json_populate_recordset(NULL::{table}, {_literal(values)})"
        )
        if any(changed for _row, changed in rows):
            again = ", ".join(f"{column} = excluded.{column}" for column in columns)
            part += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {again}"
        parts.append(part)
    return "; ".join(["SET ROLE crm_owner", *parts, "SET ROLE crm_app"])


class _as_owner:
    def __init__(self, cursor):
        self.cursor = cursor

    def __enter__(self):
        self.cursor.execute("SET ROLE crm_owner")

    def __exit__(self, *error):
        self.cursor.execute("SET ROLE crm_app")


def _literal(text):
    return "'" + text.replace("'", "''") + "'"
