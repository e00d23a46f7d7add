"""The worker's side of a bulk change. Each call of `resume` is one transaction: one piece done, its place kept, the
next one asked for; a crash costs the piece under way, which is then done again.

What the list shows is found once, by the list's own page under the member's rights; each piece asks again whether the
member may still do this with each record.
"""

import logging

from django.db import connection, transaction
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.events.record import record_event
from crm.events.timers import Again
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.records.models import BulkJob
from crm.ui.bulk.deeds import Deed, actor_of
from crm.ui.bulk.forms import VERBS
from crm.ui.listing import Listing

AT_ONCE = {"delete": 100}  # each by its own action, which others listen to
SET_AT_ONCE = 2_000
log = logging.getLogger(__name__)
State = BulkJob.State


def resume(job_id):
    """The handler of the job's timer."""
    job = BulkJob.objects.select_for_update(of=("self",)).filter(pk=job_id).defer("ids")
    job = job.select_related("member__role", "member__tenant", "member__team").first()
    piece = _PIECES.get(job.state) if job else None
    if piece is None:
        return None
    _without_waiting()
    with using(for_member(job.member)):
        deed = Deed(job)
        if reason := _hindrance(deed):
            job.reason = reason
            return _finish(job, State.BROKEN_OFF)
        return piece(job, deed)


def _without_waiting():
    """Do not wait at the end until the piece is on the disk. Should the machine fall in that second, the whole piece is
    lost, and with it that its timer has fired: so it is done again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


def look(job, _deed):
    """Find what the list shows, all of it, once."""
    try:
        rows = matching(registry.get(job.record_type), job.member, job.asked)
    except Http404:
        job.reason = _("The view that the list stood in is gone.")
        return _finish(job, State.BROKEN_OFF)
    ids = sorted(rows.order_by().values_list("pk", flat=True))
    job.ids, job.total, job.state = ids, len(ids), State.RUNNING
    job.save(update_fields=["ids", "total", "state"])
    return Again(0)


def do(job, deed):
    """Do it with the next ones that the member may still do it with."""
    size = AT_ONCE.get(job.verb, SET_AT_ONCE)
    ids = _next_ids(job, size)
    if not ids:
        return _finish(job, State.DONE)
    job.changed += deed.do(deed.reachable(ids))
    job.place += len(ids)
    job.save(update_fields=["place", "changed"])
    return Again(0)


def undo(job, deed):
    """Take back the last ones first; what somebody changed since stays."""
    size = AT_ONCE.get(job.verb, SET_AT_ONCE)
    changes = job.changes.order_by("-record_id").values_list("record_id", "before", "after", named=True)
    rows = list(changes[:size])
    if not rows:
        return _finish(job, State.UNDONE)
    undone = deed.undo(deed.reachable([row.record_id for row in rows], gone=job.verb == "delete"), rows)
    job.changes.filter(record_id__gte=rows[-1].record_id).delete()
    job.undone += undone
    job.kept += len(rows) - undone
    job.save(update_fields=["undone", "kept"])
    return Again(0)


_PIECES = {State.WAITING: look, State.RUNNING: do, State.UNDOING: undo}


def matching(record_type, member, asked):
    """The rows that the type's list shows the member at the address `?asked`, of every page."""
    with transaction.atomic():
        return Listing(record_type, member, QueryDict(asked)).every


def _next_ids(job, size):
    part = f"ids__{job.place}_{job.place + size}"
    return BulkJob.objects.values_list(part, flat=True).get(pk=job.pk) or []


def _hindrance(deed):
    """Why it may not go on, in the member's language, or ""."""
    job = deed.job
    right = VERBS[job.verb][0]
    if not job.member.active or not can(job.member, registry.get(job.record_type).right(right)):
        return _("Whoever asked for this may not do it any more.")
    if job.state != State.UNDOING and not deed.form.is_valid():
        return _("What was chosen cannot be chosen any more.")
    return ""


def _finish(job, state):
    job.state, job.finished_at = state, timezone.now()
    job.save(update_fields=["state", "finished_at", "reason"])
    to = Deed(job).values["owner"] if job.verb == "assign" and state == State.DONE else None
    data = {
        "type": job.record_type, "verb": job.verb, "member": job.member_id, "name": job.member.name,
        "changed": job.changed, "left": job.left, "undone": job.undone, "kept": job.kept, "reason": job.reason,
        "to": to.pk if to else None,
    }  # fmt: skip
    kind = "bulk.taken_back" if state == State.UNDONE else "bulk.finished"
    record_event(job, kind, by=actor_of(job), data=data)
