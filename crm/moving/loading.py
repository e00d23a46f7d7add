"""Bringing a workspace in, into an installation that has others: one transaction of the owner of the tables. It is
there whole, counted and with its references proved by the database's own keys, or nothing of it is.
"""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from crm.audit import chain
from crm.audit.models import Entry
from crm.backup import tables
from crm.backup.archive import Damaged
from crm.backup.saving import walk
from crm.events.models import Timer
from crm.lib.carrying import OfType
from crm.moving import seats, trail
from crm.moving.catalogue import parts, timers
from crm.moving.mapping import Mapper, Span
from crm.moving.reading import Parcel
from crm.records.actions import EMPTY_BIN
from crm.tenants.base import TenantModel
from crm.tenants.models import PublicLink, Tenant
from crm.tenants.public import hash_of
from crm.tenants.scope import tenant_scope
from marketing.webforms.actions import LINK
from marketing.webforms.models import WebForm

AT_ONCE = 1_000
OURS = {"id", "slug", "created_at", "fields_mark", "erase_asked_at", "erase_at"}  # said here, not there
SEQUENCE = "SELECT pg_get_serial_sequence(%s, 'id')"
PERMISSION = """
    SELECT p.id FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
    WHERE c.app_label = %s AND c.model = %s AND p.codename = %s
"""


def load(path, *, slug="", tell=lambda done, total: None):
    """Make the archive's workspace one of this installation. Returns its Tenant. Nobody sits in it: see seats.ask_in.

    Raises Damaged, with a reason for whoever runs the installation, and then nothing has changed. It is called outside
    of any transaction and of any workspace's scope.
    """
    with Parcel(path) as parcel:
        parcel.check(_migrations())
        tenant = _tenant(parcel, slug)
        spans = _reserve(parcel)
        try:
            with transaction.atomic(using="owner"):
                _load(parcel, tenant, spans, tell)
        except (DatabaseError, psycopg.Error) as error:
            _let_go(tenant)
            raise Damaged(f"The archive's rows contradict each other: {str(error).splitlines()[0][:300]}") from error
        except BaseException:
            _let_go(tenant)
            raise
    while any(found == tenant.pk for found, _number, _hash in chain.seal()):
        pass  # the rest would be sealed by a worker, a piece every few seconds
    return tenant


def _migrations():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return cursor.fetchall()


def _tenant(parcel, slug):
    """The workspace as it shall be, unsaved. Raises Damaged for settings that no page would take."""
    said = parcel.manifest["workspace"]
    fields = {field.name: field for field in Tenant._meta.concrete_fields}
    if said.keys() != fields.keys():
        raise Damaged("The archive's workspace has other settings than this version of Wasl.")
    tenant = Tenant(**{name: value for name, value in said.items() if name not in OURS})
    tenant.slug = slug or str(said["slug"])
    tenant.fields_mark = get_random_string(12) if said["fields_mark"] else ""
    try:
        tenant.created_at = datetime.fromisoformat(said["created_at"])
        tenant.full_clean(exclude=["fields_mark"], validate_unique=False)
        ZoneInfo(tenant.time_zone)
    except ValidationError as error:
        raise Damaged(f"The archive's workspace cannot be set up: {'; '.join(error.messages)[:300]}") from None
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise Damaged(
            f"The archive's workspace has no time zone that is known here: {tenant.time_zone!r:.40}"
        ) from None
    if Tenant.objects.filter(slug=tenant.slug).exists():
        raise Damaged(f"The address {tenant.slug} is taken here: give it another with --slug.")
    return tenant


def _reserve(parcel):
    """Set keys aside for every row of the archive, and in front of them one more. Returns {label: Span}.

    A table's sequence is locked for the moment, so that nobody draws a key from within; what is set aside for an
    archive that is refused after all is lost, as with any sequence.
    """
    spans = {}
    for part in parts():
        said = parcel.manifest["parts"][part.label]
        first, last = (said["first"], said["last"]) if said["rows"] else (1, 0)
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20s'")
            cursor.execute(SEQUENCE, [part.table])
            [(name,)] = cursor.fetchall()
            cursor.execute(f"ALTER SEQUENCE {name} INCREMENT BY 1")  # the lock: nextval waits until the commit
            cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608
            value, given = cursor.fetchone()
            start = value + (1 if given else 0)
            cursor.execute("SELECT setval(%s, %s, true)", [name, start + 1 + max(last - first, 0)])
        spans[part.label] = Span(first, last, start + 1)
    return spans


def _load(parcel, tenant, spans, tell):
    with connections["owner"].cursor() as cursor:
        cursor.execute(tables.SPELLING)
        sealed = trail.check(connections["owner"], parcel)
        begun = tenant.created_at
        tenant.save(using="owner", force_insert=True)
        Tenant.objects.using("owner").filter(pk=tenant.pk).update(created_at=begun)
        people = seats.stand_ins(parcel.manifest["people"])
        mapper = _mapper(cursor, parcel, tenant, spans, people)
        with tenant_scope(tenant, using="owner"):
            cursor.execute("SELECT set_config('crm.audit_retention', 'on', true)")  # entries keep their times
            _begin_trail(parcel, tenant, spans, sealed)
            _fill(cursor, parcel, tenant, mapper, tell)
            cursor.execute("SELECT set_config('crm.audit_retention', '', true)")
            _count(cursor, parcel, tenant)
            _set_timers(parcel, tenant, mapper)
            _open_forms(tenant)
            seats.keep_for(parcel.manifest["people"], people, tenant)
    _store(parcel, mapper)


def _mapper(cursor, parcel, tenant, spans, people):
    permissions = {}
    for key, named in parcel.manifest["permissions"].items():
        cursor.execute(PERMISSION, list(map(str, named))[:3])
        found = cursor.fetchone()
        if found is None or not key.isdecimal():
            raise Damaged("The archive names a right that there is not.")
        permissions[int(key)] = found[0]
    said = [*parcel.manifest["files"], *parcel.manifest["lost"]]
    held = (row for row in parcel.rows("records.CustomField") if isinstance(row, dict) and row.get("kind") == "member")
    asked = {
        (part.model._meta.get_field(name).related_model._meta.label, further): {}
        for part in parts()
        for carrier in part.carriers.values()
        if isinstance(carrier, OfType) and "." in carrier.column
        for name, _dot, further in [carrier.column.partition(".")]
    }
    return Mapper(
        tenants=(parcel.tenant_id, tenant.pk), spans=spans, people=people, permissions=permissions,
        files={name: moved_file(name, tenant.pk) for name in said},
        member_fields=frozenset(row["id"] for row in held), parents=asked,
    )  # fmt: skip


def moved_file(name, tenant_id):
    """A file's name under the key of another workspace: "7/files/x" or "imports/7/x"."""
    first, *rest = name.split("/")
    return "/".join([str(tenant_id), *rest] if first.isdecimal() else [first, str(tenant_id), *rest[1:]])


def _begin_trail(parcel, tenant, spans, sealed):
    """The first entry of the new chain, in front of all that came: where they are from, and how their chain ended."""
    manifest = parcel.manifest
    data = {
        "from": str(manifest["workspace"]["slug"]), "made_at": manifest["made_at"], "entries": sealed.count,
        "number": sealed.head[0] if sealed.head else 0, "hash": sealed.head[1] if sealed.head else "",
    }  # fmt: skip
    Entry(
        pk=spans[trail.LABEL].start - 1, tenant=tenant, at=timezone.now(), actor_kind="system",
        action="workspace.imported", record_type="workspace", record_id=tenant.pk, data=data,
    ).save(using="owner", force_insert=True)  # fmt: skip


def _fill(cursor, parcel, tenant, mapper, tell):
    total = sum(entry["rows"] for entry in parcel.manifest["parts"].values())
    loaded, awaited, done = set(), set(), 0
    for part in parts():
        sql, waiting = _insert(part), []
        for row in parcel.rows(part.label):
            waiting.append(_moved(mapper, part, row))
            if len(waiting) == AT_ONCE:
                done += _write(cursor, sql, tenant, waiting)
                tell(done, total)
        done += _write(cursor, sql, tenant, waiting)
        loaded.add(part.model)
        awaited = (awaited | {model for model in part.targets.values() if issubclass(model, TenantModel)}) - loaded
        if not awaited:  # all references lead somewhere: proved now, they need not be remembered
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    tell(done, total)


def _moved(mapper, part, row):
    try:
        return mapper.row(part, row)
    except (TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError):
        raise Damaged(f"{part.label} has a row that cannot be read.") from None


def _insert(part):
    quote = connections["owner"].ops.quote_name
    columns = ", ".join(map(quote, part.columns))
    table = quote(part.table)
    return (
        f"INSERT INTO {table} (tenant_id, {columns}) SELECT %s, {columns}"  # noqa: S608
        f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    )


def _write(cursor, sql, tenant, rows):
    if rows:
        cursor.execute(sql, [tenant.pk, json.dumps(rows, ensure_ascii=False)])
    count = len(rows)
    rows.clear()
    return count


def _count(cursor, parcel, tenant):
    """As many rows of each table as the manifest says; the trail has one more."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for part in parts():
        cursor.execute(f'SELECT count(*) FROM "{part.table}" WHERE tenant_id = %s', [tenant.pk])  # noqa: S608
        said = parcel.manifest["parts"][part.label]["rows"] + (part.label == trail.LABEL)
        if cursor.fetchone()[0] != said:
            raise Damaged(f"{part.label} has not the {said} rows that the manifest says.")


def _set_timers(parcel, tenant, mapper):
    """What is to be done within the workspace is done here too; reminders that are past were told where it was."""
    known, now, made = timers(), timezone.now(), []
    for said in parcel.manifest["timers"]:
        try:
            kind, key, due = said[0], said[1], datetime.fromisoformat(said[2])
            label, reminder = known[kind]
        except (TypeError, ValueError, KeyError, IndexError):
            raise Damaged("The archive's timers cannot be read.") from None
        if due.tzinfo is None:
            raise Damaged("The archive's timers cannot be read.")
        new = mapper.key(label, key)
        if new and new > 0 and not (reminder and due <= now):
            made.append(Timer(tenant=tenant, kind=kind, object_id=new, due=due))
    made.append(Timer(tenant=tenant, kind=EMPTY_BIN, object_id=tenant.pk, due=now + timedelta(days=1)))
    Timer.objects.using("owner").bulk_create(made, batch_size=1000)


def _open_forms(tenant):
    """Each form gets its public address, a new one: the old one still leads to where the workspace was."""
    tokens = WebForm.objects.using("owner").values_list("pk", "token")
    links = [PublicLink(token_hash=hash_of(token), kind=LINK, tenant=tenant, object_id=pk) for pk, token in tokens]
    PublicLink.objects.using("owner").bulk_create(links)


def _store(parcel, mapper):
    for name in parcel.manifest["files"]:
        wanted = mapper.files[name]
        with parcel.zip.open(f"files/{name}") as source:
            if default_storage.save(wanted, File(source)) != wanted:
                raise Damaged(f"The storage has a file {wanted} already.")


def _let_go(tenant):
    """Files that were stored for a workspace that did not come about."""
    if tenant.pk:
        for folder in (str(tenant.pk), f"imports/{tenant.pk}"):
            for name in list(walk(default_storage, folder)):
                default_storage.delete(name)
