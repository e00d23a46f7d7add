"""Making a backup: every table out of one snapshot, then the files, into one archive.

The database goes first: a file is stored before the row that names it, so whatever a saved row names is there when
the files are walked, unless it was deleted since. Those are listed in the manifest as lost.
"""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

import psycopg
from django.core.files.storage import default_storage

from crm.backup import archive, tables

BLOCK = 1 << 18


def save(url, path):
    """Write everything to `path`, as the owner in `url`, who sees all rows. Returns the manifest."""
    with archive.writing(path) as writer:
        manifest = {"format": archive.FORMAT, "made_at": datetime.now(UTC).isoformat(), "version": release()}
        manifest |= _save_database(url, writer)
        manifest |= _save_files(writer)
        writer.finish(manifest)
    return manifest


def release():
    """The version of Wasl, empty when it runs from a checkout that was never installed."""
    try:
        return version("wasl")
    except PackageNotFoundError:
        return ""


def _save_database(url, writer):
    with psycopg.connect(url, autocommit=True) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute(tables.SPELLING)
        return {
            "postgres": connection.info.parameter_status("server_version"),
            "migrations": tables.migrations(connection),
            "tables": {each.name: _save_table(connection, each, writer) for each in tables.tables(connection)},
            "sequences": tables.sequences(connection),
        }


def _save_table(connection, table, writer):
    with connection.cursor() as cursor, cursor.copy(table.rows_out()) as copy:
        _size, rows, digest = writer.add(f"tables/{table.name}.copy", _blocks(copy))
    return {"columns": list(table.columns), "rows": rows, "sha256": digest}


def _blocks(copy):
    """The rows in larger pieces: PostgreSQL hands them over one by one."""
    waiting = bytearray()
    for row in copy:
        waiting += row
        if len(waiting) >= BLOCK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _save_files(writer):
    found, lost = {}, []
    for name in walk(default_storage):
        try:
            with default_storage.open(name) as file:
                size, _lines, digest = writer.add(
                    f"files/{name}", iter(lambda f=file: f.read(BLOCK), b""), packed=False
                )
        except FileNotFoundError:
            lost.append(name)
        else:
            found[name] = {"bytes": size, "sha256": digest}
    return {"files": found, "lost": lost}


def walk(storage, folder=""):
    """The names of all files in a storage, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files))
    for name in sorted(folders):
        yield from walk(storage, prefix + name)
