"""Hands that may do what the plain role may not."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def as_owner():
    """A cursor of the test's own connection that works as the owner of the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what still waits to be checked would be in the way
        cursor.execute("SET LOCAL ROLE NONE")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL ROLE crm_app")


@contextmanager
def unguarded():
    """A cursor of somebody who owns the tables and has put the guard out of the way."""
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_guard")
        yield cursor
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_guard")
