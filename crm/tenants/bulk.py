"""Many rows of one table written by one statement: a tenth of the time of bulk_create and bulk_update.

Rows are dicts of attribute (a foreign key by its id) and value. Nothing is filled in by itself but the tenant and what
the database fills in: no defaults of the model, no automatic times.
"""

import json
from contextlib import contextmanager
from functools import cache

from django.db import connection
from django.db.models import F

from crm.tenants.scope import current_tenant_id

_quote = connection.ops.quote_name


@contextmanager
def sent_ahead():
    """Within, no statement of this module waits for the one before it: the database writes while the next one is put
    together. What is read in between waits for all of them. Raises what went wrong with any of them, at the end."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def new_keys(model, count):
    """As many keys for rows that are to be inserted, in rising order."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [_quote(table), column, count]
        )
        return [key for (key,) in cursor.fetchall()]


def insert(model, rows, *, beside=None):
    """Insert the rows, which all name the same attributes. Those without a key get one.

    `beside` is (another model, {column of it: column of this one}): one row of that for each of these."""
    if not rows:
        return
    source, params, read = _given(_fields(model, rows[0].keys() - {"tenant_id"}), rows)
    sql = _insert(model, read, f"SELECT %s, {', '.join(read.values())} FROM {source}")  # noqa: S608
    if beside:
        other, columns = beside
        taken = {_quote(column): _quote(source) for column, source in columns.items()}
        kept = ", ".join(("tenant_id", *taken.values()))
        sql = f"WITH made AS ({sql} RETURNING {kept}) {_insert(other, taken, f'SELECT {kept} FROM made')}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_tenant_id(), *params])


def _insert(model, columns, rows):
    return f"INSERT INTO {_quote(model._meta.db_table)} (tenant_id, {', '.join(columns)}) {rows}"


def update(model, rows):
    """Write the attributes that the rows name, all the same, into the rows of their keys."""
    if not rows:
        return
    key = model._meta.pk
    source, params, read = _given([key, *_fields(model, rows[0].keys() - {key.attname})], rows)
    place = read.pop(_quote(key.column))
    assigned = {**_as_it_is(model, read.keys()), **read}
    assigned = ", ".join(f"{column} = {value}" for column, value in assigned.items())
    sql = (
        f"UPDATE {_quote(model._meta.db_table)} AS old SET {assigned} FROM {source}"  # noqa: S608
        f" WHERE old.tenant_id = %s AND old.{_quote(key.column)} = {place}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, current_tenant_id()])


def stored_values(record):
    """All that a record would be inserted with, by attribute."""
    fields = (field for field in record._meta.concrete_fields if not field.generated)
    return {field.attname: getattr(record, field.attname) for field in fields}


def _as_it_is(model, written):
    """{column: itself}, where none of the written columns is one that the database makes others of, and one makes a
    single other, alone.

    PostgreSQL 18 (ExecInitGenerated) parses the expressions of all made columns for every row of an update that needs
    none of them, and once for an update that needs one: a quarter of the time of a change of very many rows."""
    feeding = _feeding(model)
    cheap = min((column for column, cost in feeding.items() if cost == 1), default="")
    return {cheap: f"old.{cheap}"} if cheap and feeding.keys().isdisjoint(written) else {}


@cache
def _feeding(model):
    """{column that the database makes others of: how many columns those are made of}."""
    columns = {field.name: _quote(field.column) for field in model._meta.concrete_fields}
    feeding = {}
    for field in model._meta.concrete_fields:
        parts = field.expression.flatten() if field.generated else ()
        read = {part.name for part in parts if isinstance(part, F)} & columns.keys()
        for name in read:
            feeding[columns[name]] = feeding.get(columns[name], 0) + len(read)
    return feeding


def _fields(model, names):
    known = {field.attname: field for field in model._meta.concrete_fields}
    return [known[name] for name in sorted(names)]


def _given(fields, rows):
    """(what they are read from, its parameters, {column: how it is called there}). What all rows have in common is
    written once: of a thousand events that is most of them."""
    first = rows[0]
    same = [field for field in fields if all(row[field.attname] == first[field.attname] for row in rows)]
    same = [] if len(same) == len(fields) else same
    own = [field for field in fields if field not in same]
    parts = [("new", own, rows), ("every", same, rows[:1])] if same else [("new", own, rows)]
    source = _recordset("new", own)
    if same:  # with the limit the planner knows that it is one
        source += f", (SELECT * FROM {_recordset('one', same)} LIMIT 1) AS every"  # noqa: S608
    read = {_quote(field.column): f"{name}.{_quote(field.column)}" for name, its, _rows in parts for field in its}
    return source, [_json(its, told) for _name, its, told in parts], read


def _recordset(name, fields):
    columns = ", ".join(f"{_quote(field.column)} {field.db_type(connection)}" for field in fields)
    return f"jsonb_to_recordset(%s::jsonb) AS {name}({columns})"


def _json(fields, rows):
    return json.dumps([{field.column: row[field.attname] for field in fields} for row in rows], default=_iso)


def _iso(value):
    """Days and moments, to the microsecond."""
    return value.isoformat()
