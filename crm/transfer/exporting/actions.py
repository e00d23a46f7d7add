"""Asking for what a list shows as a file, and giving the file up. It is written by a worker (pieces.py)."""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.events.record import record_event
from crm.events.timers import cancel_timer, run_soon
from crm.records import registry
from crm.tenants.scope import current_tenant_id
from crm.transfer.models import Export
from crm.ui.saved.menus import query_of

RUN, END = "transfer.export", "transfer.export_end"
State = Export.State


@transaction.atomic
def start(listing, *, kind, columns, by):
    """Begin to write what `listing` shows `by` with these columns into a file of `kind`. Returns the Export.

    Records export.started. Raises PermissionDenied without the right to export, ValidationError while another
    export of theirs is under way.
    """
    record_type = listing.record_type
    require(by, record_type.right("export"))
    if Export.objects.filter(member=by, state__in=[State.WAITING, State.RUNNING, State.WRITING]).exists():
        raise ValidationError(_("An export of yours is under way. Wait until it is ready, or stop it."))
    job = Export.objects.create(
        record_type=record_type.key, asked=query_of(listing), columns=[column.name for column in columns], kind=kind,
        member=by, folder=f"{current_tenant_id()}/exports/{secrets.token_urlsafe(24)}",
        file_name=f"{record_type.label_plural} {timezone.localdate():%Y-%m-%d}.{kind}",
    )  # fmt: skip
    run_soon(RUN, job.pk)
    record_event(job, "export.started", by=by, data={**told(job), "asked": listing.told()})
    return job


@transaction.atomic
def discard(job, *, by):
    """Stop the export if it is under way, and delete what there is of its file. Records export.discarded.

    While a worker puts the file together, which may take a minute, nobody waits for it: the export goes on.
    """
    held = (
        Export.objects.select_for_update(skip_locked=job.state == State.WRITING).filter(pk=job.pk).defer("ids").first()
    )
    if held is None:
        return job
    job = held
    if job.is_busy or job.is_ready:
        record_event(job, "export.discarded", by=by, data=told(job))
        _let_go(job)
    return job


def expire(export_id):
    """The handler of the timer that ends the file's time."""
    job = Export.objects.select_for_update().filter(pk=export_id, state=State.DONE).defer("ids").first()
    if job is not None:
        _let_go(job)


def _let_go(job):
    job.state = State.GONE
    job.save(update_fields=["state"])
    for kind in (RUN, END):
        cancel_timer(kind, job.pk)
    transaction.on_commit(lambda: delete_folder(job), robust=True)


def delete_folder(job):
    """Every file of the export, once what was said of it is certain."""
    try:
        _folders, files = default_storage.listdir(job.folder)
    except FileNotFoundError:
        return
    for name in files:
        default_storage.delete(f"{job.folder}/{name}")
    default_storage.delete(job.folder)  # where folders are things of their own


def told(job):
    """What events and the audit trail keep of an export."""
    return {"type": job.record_type, "file": job.title, "columns": job.columns, "rows": job.rows}


def label_of(job):
    """What the exported records are called."""
    return registry.get(job.record_type).label_plural if registry.knows(job.record_type) else job.record_type
