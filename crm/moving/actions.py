"""Asking for the workspace as an archive, writing it, and giving it up."""

import hashlib
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from crm.access.authority import OWNER
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import cancel_timer, run_soon, set_timer
from crm.l10n.state import for_member, using
from crm.moving import saving
from crm.moving.models import Archive

WRITE, END = "moving.write", "moving.end"
KEPT = timedelta(days=3)
State = Archive.State


@transaction.atomic
def start(*, by):
    """Have a worker write the workspace's archive for its owners. Returns the Archive. Records archive.started.

    Raises ValidationError while another is being written. That `by` is an owner, and sits there themselves, is the
    caller's affair.
    """
    if Archive.objects.filter(state=State.WAITING).exists():
        raise ValidationError(_("An archive is being written. Wait until it is ready, or stop it."))
    for earlier in Archive.objects.filter(state=State.DONE):
        _let_go(earlier)  # a copy of everything: there is one at a time
    name = f"{by.tenant.slug}-{timezone.now():%Y%m%dT%H%M%SZ}.wasl.zip"
    folder = f"{by.tenant_id}/archives/{secrets.token_urlsafe(24)}"
    archive = Archive.objects.create(member=by, folder=folder, file_name=name)
    run_soon(WRITE, archive.pk)
    record_event(archive, "archive.started", by=by, data={"file": name})
    return archive


def write(archive_id):
    """The handler of the archive's timer. Records archive.ready, or archive.broken_off when its owner is none any
    more. A worker that dies in the midst leaves nothing; the timer begins anew."""
    found = Archive.objects.select_for_update(of=("self",)).filter(pk=archive_id, state=State.WAITING)
    archive = found.select_related("member__role", "member__tenant").first()
    if archive is None:
        return
    with using(for_member(archive.member)):
        if not may_have(archive.member):
            return _break_off(archive, _("Whoever asked for it is no owner any more."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workspace.zip"
        manifest = saving.save(archive.member.tenant, path, tell=lambda done, total: _tell(archive_id, done, total))
        _store(archive, path, manifest)


def _store(archive, path, manifest):
    archive.size = path.stat().st_size
    with path.open("rb") as file:
        archive.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    archive.rows = sum(part["rows"] for part in manifest["parts"].values())
    archive.files = len(manifest["files"])
    default_storage.delete(archive.file)  # of a worker that was stopped between this and its commit
    with path.open("rb") as file:
        default_storage.save(archive.file, File(file))
    archive.state, archive.expires_at = State.DONE, timezone.now() + KEPT
    archive.save()
    set_timer(END, archive.pk, archive.expires_at)
    record_event(archive, "archive.ready", by=SYSTEM, data={**told(archive), "member": archive.member_id})


def _break_off(archive, reason):
    archive.state, archive.reason = State.FAILED, reason
    archive.save(update_fields=["state", "reason"])
    record_event(archive, "archive.broken_off", by=SYSTEM, data={**told(archive), "reason": reason})


def may_have(member):
    """Whether the member may still take the whole workspace along."""
    return member.active and member.role.key == OWNER


@transaction.atomic
def discard(archive, *, by):
    """Stop the archive before a worker has begun it, or delete its file. Records archive.discarded."""
    archive = Archive.objects.select_for_update(skip_locked=True).filter(pk=archive.pk).first()
    if archive and (archive.is_busy or archive.is_ready):
        record_event(archive, "archive.discarded", by=by, data=told(archive))
        _let_go(archive)


def expire(archive_id):
    """The handler of the timer that ends the file's time."""
    archive = Archive.objects.select_for_update().filter(pk=archive_id, state=State.DONE).first()
    if archive is not None:
        _let_go(archive)


def _let_go(archive):
    archive.state = State.GONE
    archive.save(update_fields=["state"])
    for kind in (WRITE, END):
        cancel_timer(kind, archive.pk)
    transaction.on_commit(lambda: default_storage.delete(archive.file), robust=True)


def told(archive):
    """What events and the audit trail keep of an archive."""
    return {"file": archive.file_name, "rows": archive.rows, "files": archive.files, "sha256": archive.sha256}


def progress(archive):
    """(done, total) in rows and files, (0, 0) while nobody has counted. It is in the cache: the row is the worker's."""
    try:
        return tuple(cache.get(_key(archive.pk)) or (0, 0))
    except (RedisError, OSError):
        return (0, 0)


def _tell(archive_id, done, total):
    try:
        cache.set(_key(archive_id), (done, total), KEPT.total_seconds())
    except (RedisError, OSError):
        return


def _key(archive_id):
    return f"archive:{archive_id}"
