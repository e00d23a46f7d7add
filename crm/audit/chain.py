"""Proving the audit trail: every hash computed anew, in Python, from what stands in the table.

Each sealed entry holds `previous`, the hash of the entry before it (64 zeros before the first), and
`hash` = sha256(previous + text) in hex, where text is the JSON array of its number, workspace, id, UTC time, actor,
act, record, address, request and data, as `TEXT` writes it. Whoever alters, removes, adds or reorders entries breaks
the chain at that place, and would have to rewrite all that follows; whoever does that, or cuts off the end, no longer
has the heads that were published before (log, exports, `manage.py audit heads`).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from crm.audit.models import Entry
from crm.tenants.scope import current_tenant_id

START = "0" * 64
SEALED_WITHIN = timedelta(minutes=5)
TEXT = """jsonb_build_array(number, tenant_id, id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    actor_kind, actor_id, actor_name, action, record_type, record_id, host(address), request_id, data)::text"""
CHAINED = f"""SELECT number, previous, hash, {TEXT} FROM {{table}}
    WHERE tenant_id = %s AND number IS NOT NULL ORDER BY number"""  # noqa: S608
VOUCHED = """SELECT data->>'number', data->>'hash' FROM {table} WHERE tenant_id = %s AND action = 'audit.pruned'"""
MOST_FAULTS = 20


@dataclass
class Report:
    """What a proof found in one workspace. `head` is (number, hash) of the newest seal, None when nothing is sealed."""

    count: int = 0
    head: tuple | None = None
    faults: list[str] = field(default_factory=list)

    def blame(self, text):
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)
        elif len(self.faults) == MOST_FAULTS:
            self.faults.append("… and more")


def seal(most=5000):
    """Chain entries that are not chained yet, in all workspaces; returns [(tenant id, number, hash)] of their heads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant, head, head_hash FROM audit_seal(%s)", [most])
        return cursor.fetchall()


def heads():
    """[(tenant id, number, hash)] of each workspace's newest seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant, head, head_hash FROM audit_heads()")
        return cursor.fetchall()


def verify(published=()):
    """A Report on the workspace of the open scope. `published` are (number, hash) of heads that were seen earlier."""
    report = prove(connection, current_tenant_id(), published)
    _blame_unsealed(report)
    return report


def prove(connection, tenant_id, published=(), *, table="audit_entry"):
    """A Report on what is sealed of a workspace: in the trail itself, or in a table of its kind."""
    report, expected = Report(), dict(published)
    with connection.cursor() as cursor:
        cursor.execute(VOUCHED.format(table=table), [tenant_id])
        vouched = set(cursor.fetchall())  # where retention says that it removed everything before
    with connection.chunked_cursor() as cursor:
        cursor.execute(CHAINED.format(table=table), [tenant_id])
        while rows := cursor.fetchmany(2000):
            for row in rows:
                _follow(report, expected, vouched, *row)
    for number in expected:
        report.blame(f"the published seal {number} is missing: the end of the trail was cut off")
    return report


def _follow(report, expected, vouched, number, previous, found, text):
    if report.head is None and number > 1:
        if (str(number - 1), previous) not in vouched:
            report.blame(f"the trail begins at {number}, and nothing vouches for what stood before it")
    elif report.head is None and previous != START:
        report.blame("the first entry does not begin a chain")
    elif report.head is not None:
        last, before = report.head
        if number != last + 1:
            report.blame(f"entries {last + 1} to {number - 1} are missing")
        elif previous != before:
            report.blame(f"entry {number} does not follow entry {last}")
    if hashlib.sha256((previous + text).encode()).hexdigest() != found:
        report.blame(f"entry {number} was altered")
    if expected.pop(number, found) != found:
        report.blame(f"entry {number} has another seal than was published: the trail was written anew")
    report.count, report.head = report.count + 1, (number, found)


def _blame_unsealed(report):
    waiting = Entry.objects.filter(hash=None, at__lt=timezone.now() - SEALED_WITHIN).count()
    if waiting:
        report.blame(
            f"{waiting} entries have been waiting for their seal for more than {SEALED_WITHIN}: does beat run?"
        )
