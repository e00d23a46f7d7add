"""Every table of the database as text, to be compared: byte for byte, or as what it says whatever the keys are."""

from django.db import connection

OWN = ("transfer_importjob", "transfer_importrow", "events_timer", "events_timerfailure")  # the import's own records
NO_RECORDS = ("django_session",)  # a browser's
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s) ORDER BY relname
"""
_OF_AN_IMPORT = {
    "events_event": "record_type = 'import'",
    "audit_entry": "record_type = 'import'",  # the trail keeps that there was one
    "events_eventlink": "event_id IN (SELECT id FROM events_event WHERE record_type = 'import')",
    "events_delivery": "event_id IN (SELECT id FROM events_event WHERE record_type = 'import')",
    "notify_notification": "record_type = 'import'",
}


def dump():
    """{table: its rows, as PostgreSQL writes them}, but for what an import keeps of itself."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [[*OWN, *NO_RECORDS]])
        return {name: _rows(cursor, name) for (name,) in cursor.fetchall()}


def _rows(cursor, name):
    condition = _OF_AN_IMPORT.get(name, "false")
    cursor.execute(f"SELECT t::text FROM {name} t WHERE NOT ({condition}) ORDER BY 1")
    return [text for (text,) in cursor.fetchall()]


def changed(before, after):
    """{table: (rows gone, rows come)} of the tables that differ."""
    return {
        name: (sorted(set(before[name]) - set(after[name])), sorted(set(after[name]) - set(before[name])))
        for name in before
        if before[name] != after[name]
    }
