"""Asking for one act on all that a list shows, stopping it, and taking it back. The work is done by pieces.py."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.events.record import record_event
from crm.events.timers import run_soon
from crm.records.models import BulkJob
from crm.records.registry import get
from crm.ui.bulk.forms import VERBS

TIMER = "records.bulk"
State = BulkJob.State


@transaction.atomic
def start(record_type, verb, *, asked, values, by):
    """Begin to do `verb` with every record that the list at the address `?asked` shows to `by`.

    `values` is the encoded form, which the caller has found valid. Returns the BulkJob. Records bulk.started; raises
    PermissionDenied without the right, ValidationError while another one of the member's is under way.
    """
    require(by, record_type.right(VERBS[verb][0]))
    busy = (State.WAITING, State.RUNNING, State.UNDOING)
    if BulkJob.objects.filter(member=by, state__in=busy).exists():
        raise ValidationError(_("A bulk change of yours is under way. Wait until it is done, or stop it."))
    job = BulkJob.objects.create(record_type=record_type.key, verb=verb, asked=asked, values=values, member=by)
    run_soon(TIMER, job.pk)
    record_event(job, "bulk.started", by=by, data={"type": record_type.key, "verb": verb, "asked": asked})
    return job


@transaction.atomic
def stop(job, *, by):
    """Leave the rest as it is; what was done stays, and can be taken back. Records bulk.stopped."""
    job = BulkJob.objects.select_for_update().defer("ids").get(pk=job.pk)
    if job.can_be_stopped:
        job.state = State.STOPPED
        job.save(update_fields=["state"])
        record_event(job, "bulk.stopped", by=by, data={"changed": job.changed, "total": job.total})
    return job


@transaction.atomic
def take_back(job, *, by):
    """Give every record that nobody changed since what it had before. Records bulk.undo_started."""
    job = BulkJob.objects.select_for_update().defer("ids").get(pk=job.pk)
    if job.can_be_undone:
        require(by, get(job.record_type).right(VERBS[job.verb][0]))
        job.state, job.finished_at = State.UNDOING, None
        job.save(update_fields=["state", "finished_at"])
        run_soon(TIMER, job.pk)
        record_event(job, "bulk.undo_started", by=by, data={"changed": job.changed})
    return job
