"""Bringing an archive back: the schema from our own migrations, as far as the archive's had come; the rows by COPY;
every table read out again and compared with the manifest; then the migrations that came since.
"""

import hashlib
from dataclasses import asdict, dataclass, field

import psycopg
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from crm.backup import tables
from crm.backup.archive import Damaged, Reader
from crm.runner.postgres import GRANTS

MOST_FAULTS = 50


@dataclass
class Report:
    """What a restore found. It is proven when there are no faults."""

    tables: int = 0
    rows: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)

    def blame(self, text):
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)

    as_dict = asdict


def restore(path, url, *, with_files):
    """Fill the empty database in `url`, which the alias `owner` stands for, from the archive.

    With `with_files` the files go into the storage, else they are only read and compared. Returns a Report; a report
    with faults has committed what was found, for looking at. Raises Damaged, and then nothing was committed.
    """
    with Reader(path) as archive:
        report = Report()
        targets = _targets(archive.manifest["migrations"])
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(GRANTS)
        _migrate(targets)
        with psycopg.connect(url, autocommit=True) as connection:
            load(connection, archive, report)
            compare(connection, archive.manifest, report)
        _files(archive, report, with_files)
    if not report.faults:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    return report


def _targets(applied):
    """The last migrations of the archive, app by app. Raises Damaged when this version does not know them all."""
    graph = MigrationExecutor(connections["owner"]).loader.graph
    applied = {tuple(each) for each in applied}
    unknown = sorted(f"{app}.{name}" for app, name in applied - set(graph.nodes))
    if unknown:
        raise Damaged(f"The archive is of a later version of Wasl, which has {unknown[0]}: install that version first.")
    children = {node: {child.key for child in graph.node_map[node].children} for node in applied}
    return sorted(node for node in applied if not any(c[0] == node[0] and c in applied for c in children[node]))


def _migrate(targets):
    connection = connections["owner"]
    connection.prepare_database()
    MigrationExecutor(connection).migrate(targets)
    connection.close()


def load(connection, archive, report):
    """Replace the content of every table, in one transaction. What migrations had filled in goes first."""
    found = {table.name: table for table in tables.tables(connection)}
    missing = sorted(set(archive.manifest["tables"]) - set(found))
    if missing:
        raise Damaged(f"The migrations made no table {missing[0]}, which the archive has.")
    with connection.transaction():
        connection.execute(tables.SPELLING)
        keys = tables.foreign_keys(connection)
        for table, name, _definition in keys:
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        everything = sql.SQL(", ").join(map(sql.Identifier, found))
        connection.execute(sql.SQL("TRUNCATE {}").format(everything))
        for name, entry in archive.manifest["tables"].items():
            _fill(connection, tables.Table(name, tuple(entry["columns"]), ()), archive)
            report.tables += 1
        for name, (value, given) in archive.manifest["sequences"].items():
            connection.execute("SELECT setval(%s::regclass, %s, %s)", [_quoted(name), value, given])
        for table, name, definition in keys:
            connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")
    connection.execute("ANALYZE")


def _fill(connection, table, archive):
    """Triggers are for what people do: these rows had theirs, and the audit trail keeps its times and seals."""
    name = sql.Identifier(table.name)
    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    with connection.cursor() as cursor, cursor.copy(table.rows_in()) as copy:
        for block in archive.blocks(f"tables/{table.name}.copy"):
            copy.write(block)
    connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'


def compare(connection, manifest, report):
    """Count and hash every table as it now stands in the database."""
    here = {table.name: table for table in tables.tables(connection)}
    with connection.transaction():
        connection.execute(tables.SPELLING)
        for name, entry in manifest["tables"].items():
            table = tables.Table(name, tuple(entry["columns"]), here[name].key)
            rows, digest = _measure(connection, table)
            report.rows += rows
            if rows != entry["rows"]:
                report.blame(f"{name} has {rows} rows, and the manifest says {entry['rows']}")
            elif digest != entry["sha256"]:
                report.blame(f"{name} has other content than the manifest says")


def _measure(connection, table):
    digest, rows = hashlib.sha256(), 0
    with connection.cursor() as cursor, cursor.copy(table.rows_out()) as copy:
        for block in copy:
            digest.update(block)
            rows += 1
    return rows, digest.hexdigest()


def _files(archive, report, with_files):
    for name, entry in archive.manifest["files"].items():
        size, digest = archive.digest(f"files/{name}")
        report.files += 1
        if (size, digest) != (entry["bytes"], entry["sha256"]):
            report.blame(f"the file {name} has other content than the manifest says")
        elif with_files:
            _store(archive, name, report)


def _store(archive, name, report):
    if default_storage.exists(name):
        default_storage.delete(name)
    with archive.zip.open(f"files/{name}") as source:
        stored = default_storage.save(name, File(source))
    if stored != name:
        report.blame(f"the storage put {name} under another name, {stored}")
