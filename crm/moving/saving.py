"""Writing the archive of one workspace: all tables out of one snapshot, as the plain role and behind the wall, so that
a row of another workspace cannot get in; then its files.

`manifest.json`: {"format": "wasl workspace 1", "made_at", "version", "migrations", "workspace": {the tenant's row},
"head": [number, hash] of its audit trail, "people", "permissions": {key: [app, model, codename]},
"parts": {label: {"rows", "bytes", "sha256", "first", "last"}}, "timers": [[kind, key, due]],
"files": {name: {"bytes", "sha256"}}, "lost": [names]}.
A part is `parts/<label>.jsonl`, a row a line in the order of the key; a file is `files/<name>`.
"""

import os
from datetime import UTC, datetime

import psycopg
from django.core.files.storage import default_storage
from psycopg import sql
from psycopg.rows import dict_row

from crm.backup import archive, tables
from crm.backup.saving import release
from crm.lib.carrying import File
from crm.moving.catalogue import parts, timers

FORMAT = "wasl workspace 1"
BLOCK = 1 << 18
# of the person, who is nobody's but their own: what the new installation needs to ask them in, and no more
PEOPLE = """
    SELECT u.id, u.email, u.name, u.language FROM tenants_user u
    WHERE u.id IN (SELECT user_id FROM tenants_member {shares}) ORDER BY u.id
"""
PERMISSIONS = """
    SELECT p.id, c.app_label, c.model, p.codename FROM auth_permission p
    JOIN django_content_type c ON c.id = p.content_type_id WHERE p.id IN ({shares}) ORDER BY p.id
"""
HEAD = "SELECT number, hash FROM audit_entry WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"
TIMERS = """
    SELECT kind, object_id, due FROM events_timer
    WHERE tenant_id = %s AND kind = ANY(%s) AND given_up_at IS NULL ORDER BY kind, object_id
"""


def save(tenant, path, *, tell=lambda done, total: None):
    """Write the workspace's archive to `path`. Returns its manifest. `tell(done, total)` hears of its progress in rows
    and files."""
    with archive.writing(path) as writer:
        manifest = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "version": release()}
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection, connection.transaction():
            _step_behind_the_wall(connection, tenant.pk)
            manifest |= _save_rows(connection, tenant.pk, writer, tell)
        manifest |= _save_files(manifest.pop("named"), writer, tell, sum(p["rows"] for p in manifest["parts"].values()))
        writer.finish(manifest)
    return manifest


def _step_behind_the_wall(connection, tenant_id):
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    connection.execute(tables.SPELLING)
    connection.execute("SET LOCAL ROLE crm_app")
    connection.execute("SELECT set_config('crm.tenant', %s, true)", [str(tenant_id)])


def _save_rows(connection, tenant_id, writer, tell):
    travelling = parts()
    total = sum(_count(connection, part) for part in travelling)
    found = {"workspace": _workspace(connection, tenant_id), "migrations": tables.migrations(connection)}
    found |= {"head": connection.execute(HEAD).fetchone(), "parts": {}, "named": []}
    found |= _shared(connection, travelling)
    found["timers"] = [
        [kind, key, due.isoformat()]
        for kind, key, due in connection.execute(TIMERS, [tenant_id, list(timers())]).fetchall()
    ]
    done = 0
    for part in travelling:
        found["parts"][part.label] = written = _save_part(connection, part, writer)
        found["named"] += _files_of(connection, part)
        done += written["rows"]
        tell(done, total)
    return found


def _count(connection, part):
    return connection.execute(sql.SQL("SELECT count(*) FROM {}").format(_rows(part))).fetchone()[0]


def _rows(part):
    """The part's rows. The policy of the wall narrows them to the workspace, and nothing else does."""
    where = sql.SQL(" WHERE " + part.where) if part.where else sql.SQL("")
    return sql.Identifier(part.table) + where


def _workspace(connection, tenant_id):
    cursor = connection.cursor(row_factory=dict_row)
    row = cursor.execute("SELECT to_jsonb(t) AS row FROM tenants_tenant t WHERE id = %s", [tenant_id]).fetchone()
    return row["row"]


def _shared(connection, travelling):
    """People and permissions that rows refer to: of tables that all workspaces share."""
    told = [part.table for part in travelling if "permission_id" in part.targets]
    shares = [sql.SQL("SELECT {} FROM {}").format(sql.Identifier("user_id"), sql.Identifier(name)) for name in told]
    union = sql.SQL("").join(sql.SQL(" UNION ") + each for each in shares)
    people = connection.execute(sql.SQL(PEOPLE).format(shares=union)).fetchall()
    granted = [sql.SQL("SELECT permission_id FROM {}").format(sql.Identifier(name)) for name in told]
    rights = connection.execute(sql.SQL(PERMISSIONS).format(shares=sql.SQL(" UNION ").join(granted))).fetchall()
    return {
        "people": [dict(zip(("id", "email", "name", "language"), each, strict=True)) for each in people],
        "permissions": {str(key): list(named) for key, *named in rights},
    }


def _save_part(connection, part, writer):
    columns = sql.SQL(", ").join(map(sql.Identifier, part.columns))
    rows = sql.SQL("COPY (SELECT row_to_json(r)::text FROM (SELECT {} FROM {} ORDER BY id) r) TO STDOUT")
    seen = {"first": 0, "last": 0}
    first, last = connection.execute(sql.SQL("SELECT min(id), max(id) FROM {}").format(_rows(part))).fetchone()
    seen |= {"first": first or 0, "last": last or 0}
    with connection.cursor() as cursor, cursor.copy(rows.format(columns, _rows(part))) as copy:
        copy.set_types(["text"])
        size, lines, digest = writer.add(f"parts/{part.label}.jsonl", _lines(copy))
    return {"rows": lines, "bytes": size, "sha256": digest, **seen}


def _lines(copy):
    waiting = bytearray()
    for (row,) in copy.rows():
        waiting += row.encode() + b"\n"
        if len(waiting) >= BLOCK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _files_of(connection, part):
    found = []
    for column, carrier in part.carriers.items():
        if isinstance(carrier, File):
            names = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> '' ORDER BY id")
            asked = names.format(sql.Identifier(column), sql.Identifier(part.table))
            found += [name for (name,) in connection.execute(asked)]
    return found


def _save_files(names, writer, tell, rows):
    found, lost = {}, []
    for name in names:
        try:
            with default_storage.open(name) as file:
                size, _lines, digest = writer.add(
                    f"files/{name}", iter(lambda f=file: f.read(BLOCK), b""), packed=False
                )
        except FileNotFoundError:
            lost.append(name)
        else:
            found[name] = {"bytes": size, "sha256": digest}
        tell(rows + len(found), rows + len(names))
    return {"files": found, "lost": lost}
