"""Many rows of one table written by one statement: a tenth of the time of bulk_create and bulk_update.

Rows are dicts of attribute (a foreign key by its id) and value. Nothing is filled in by itself but the tenant and what
the database fills in: no defaults of the model, no automatic times.
"""

import json

from django.db import connection

from crm.tenants.scope import current_tenant_id

_quote = connection.ops.quote_name


def new_keys(model, count):
    """As many keys for rows that are to be inserted, in rising order."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [_quote(table), column, count]
        )
        return [key for (key,) in cursor.fetchall()]


def insert(model, rows):
    """Insert the rows, which all name the same attributes. Those without a key get one."""
    if not rows:
        return
    fields = _fields(model, rows[0].keys() - {"tenant_id"})
    columns = ", ".join(_quote(field.column) for field in fields)
    table = _quote(model._meta.db_table)
    sql = f"INSERT INTO {table} (tenant_id, {columns}) SELECT %s, {columns} FROM {_recordset(fields)}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_tenant_id(), _json(fields, rows)])


def update(model, rows):
    """Write the attributes that the rows name, all the same, into the rows of their keys."""
    if not rows:
        return
    key, *fields = [model._meta.pk, *_fields(model, rows[0].keys() - {model._meta.pk.attname})]
    assigned = ", ".join(f"{_quote(field.column)} = new.{_quote(field.column)}" for field in fields)
    sql = (
        f"UPDATE {_quote(model._meta.db_table)} AS old SET {assigned} FROM {_recordset([key, *fields])}"  # noqa: S608
        f" WHERE old.tenant_id = %s AND old.{_quote(key.column)} = new.{_quote(key.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_json([key, *fields], rows), current_tenant_id()])


def stored_values(record):
    """All that a record would be inserted with, by attribute."""
    fields = (field for field in record._meta.concrete_fields if not field.generated)
    return {field.attname: getattr(record, field.attname) for field in fields}


def _fields(model, names):
    known = {field.attname: field for field in model._meta.concrete_fields}
    return [known[name] for name in sorted(names)]


def _recordset(fields):
    columns = ", ".join(f"{_quote(field.column)} {field.db_type(connection)}" for field in fields)
    return f"jsonb_to_recordset(%s::jsonb) AS new({columns})"


def _json(fields, rows):
    return json.dumps([{field.column: row[field.attname] for field in fields} for row in rows], default=_iso)


def _iso(value):
    """Days and moments, to the microsecond."""
    return value.isoformat()
