"""A workspace goes, for good and provably.

Through the owner's door, in one transaction: every table with a tenant column, as the database's catalogue has them at
that moment, then the workspace itself, then a certificate of what went. Files and sessions go after the commit; a
certificate whose files have not gone yet is finished by the next call.
"""

import hashlib
import json
import logging
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.utils import timezone

from crm.backup.models import Erasure
from crm.backup.saving import walk
from crm.tenants.models import Tenant

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
      AND NOT a.attisdropped ORDER BY c.relname
"""
ONLY_HERE = """
    SELECT user_id FROM tenants_member WHERE tenant_id = %(tenant)s
    EXCEPT SELECT user_id FROM tenants_member WHERE tenant_id <> %(tenant)s
"""
log = logging.getLogger("wasl.erasure")


@dataclass(frozen=True)
class Leftover:
    """What a proof found of a workspace that should be gone."""

    place: str
    count: int


def erase_due(now=None):
    """Erase every workspace whose days of grace are over, and finish what was broken off. Returns the certificates."""
    due = Tenant.objects.filter(erase_at__lte=now or timezone.now()).values_list("pk", flat=True)
    made = [certificate for pk in due if (certificate := erase(pk))]
    for certificate in Erasure.objects.filter(files_removed_at=None):
        _remove_files(certificate)
    return made


def erase(tenant_id):
    """Erase one workspace that was asked to be erased and whose time has come. Returns its Erasure; None when somebody
    changed their mind, or another process was faster."""
    with transaction.atomic(using="owner"):
        tenant = (
            Tenant.objects.using("owner").select_for_update().filter(pk=tenant_id, erase_at__lte=timezone.now()).first()
        )
        if tenant is None:
            return None
        with connections["owner"].cursor() as cursor:
            cursor.execute(ONLY_HERE, {"tenant": tenant_id})
            people = [pk for (pk,) in cursor.fetchall()]
            counts = _delete(cursor, tenant_id)
        certificate = _certify(tenant, counts)
    for session in UserSession.objects.filter(user__in=people):
        session.end()
    _remove_files(certificate)
    log.info("workspace %s erased: %s rows, %s files", tenant_id, certificate.rows, certificate.files)
    return certificate


def _delete(cursor, tenant_id):
    """{table: rows} of what went. Counted first: rows that a key takes along are gone before their own turn comes."""
    counts = {name: count for name, count in _counts(cursor, tenant_id) if count}
    # the one announcement that the audit trail's guard lets through (crm/audit/sql/append_only.sql)
    cursor.execute("SELECT set_config('crm.audit_retention', 'on', true)")
    for name in counts:
        cursor.execute(f'DELETE FROM "{name}" WHERE tenant_id = %s', [tenant_id])  # noqa: S608  # the catalogue's names
    cursor.execute("SELECT set_config('crm.audit_retention', '', true)")
    cursor.execute("DELETE FROM tenants_tenant WHERE id = %s", [tenant_id])
    return counts


def _counts(cursor, tenant_id):
    cursor.execute(TABLES)
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{name}" WHERE tenant_id = %s', [tenant_id])  # noqa: S608
        yield name, cursor.fetchone()[0]


def _certify(tenant, counts):
    previous = Erasure.objects.using("owner").order_by("-pk").values_list("hash", flat=True).first() or ""
    certificate = Erasure(
        number=tenant.pk,
        slug_hash=hash_of(tenant.slug),
        asked_at=tenant.erase_asked_at,
        erased_at=timezone.now(),
        counts=counts,
        rows=sum(counts.values()),
        files=len(files_of(tenant.pk)),
        previous=previous,
    )
    certificate.hash = seal_of(certificate)
    certificate.save(using="owner")
    return certificate


def hash_of(slug):
    """How a certificate knows an address without naming the firm."""
    return hashlib.sha256(slug.strip().lower().encode()).hexdigest()


def seal_of(certificate):
    """SHA-256 over what a certificate says and the seal of the one before it: none can be altered, or added between."""
    said = [
        certificate.number,
        certificate.slug_hash,
        certificate.asked_at and certificate.asked_at.isoformat(),
        certificate.erased_at.isoformat(),
        certificate.counts,
        certificate.rows,
        certificate.files,
        certificate.previous,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def files_of(tenant_id):
    """The names of a workspace's files: in a folder of its number, on top or one below (imports/7/…)."""
    number = str(tenant_id)
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:
        return []
    below = [f"{folder}/{number}" for folder in folders if not folder.isdecimal()]
    return [name for folder in [number, *below] for name in walk(default_storage, folder)]


def _remove_files(certificate):
    for name in files_of(certificate.number):
        default_storage.delete(name)
    Erasure.objects.filter(pk=certificate.pk).update(files_removed_at=timezone.now())


def leftovers(number):
    """[Leftover] of a workspace that should be gone: rows of any table with a tenant column, itself, its files."""
    with connections["owner"].cursor() as cursor:
        found = [Leftover(name, count) for name, count in _counts(cursor, number) if count]
        cursor.execute("SELECT count(*) FROM tenants_tenant WHERE id = %s", [number])
        found += [Leftover("tenants_tenant", count) for (count,) in cursor.fetchall() if count]
    files = len(files_of(number))
    return [*found, Leftover("files", files)] if files else found
