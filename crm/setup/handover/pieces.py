"""The worker's side of a hand-over. Each call of `resume` is one transaction: some records moved by their type's own
action, the place kept, the next call asked for. A crash costs the piece under way, which is then done again."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.events.actors import System
from crm.events.record import record_event
from crm.events.timers import Again
from crm.l10n.numbers import format_number
from crm.l10n.state import for_tenant, using
from crm.setup.handover.estates import holding, label_of
from crm.setup.handover.models import HandOver
from crm.tenants.models import Language

AT_ONCE = 100
log = logging.getLogger(__name__)


def resume(handover_id):
    """The handler of the hand-over's timer."""
    job = HandOver.objects.select_for_update(of=("self",)).filter(pk=handover_id, state=HandOver.State.RUNNING)
    job = job.select_related("member__tenant", "by__role", "by__team").first()
    if job is None:
        return None
    part = job.parts.filter(done=False).select_related("to__team").first()
    if part is None:
        return _finish(job, HandOver.State.DONE)
    if reason := _hindrance(job, part):
        return _finish(job, HandOver.State.BROKEN_OFF, reason)
    _move(job, part)
    return Again(0)


def _move(job, part):
    """The next records of the part; one that cannot be moved stays where it is, and is counted as staying."""
    found = holding(part.record_type, part.estate)
    records = list(found.rows(job.member, job.by).filter(pk__gt=job.place)[:AT_ONCE])
    assign, by = found.kind.resolve("assign"), actor(job)
    for record in records:
        try:
            with transaction.atomic():
                assign(record, to=part.to, by=by)
            part.moved += 1
        except Exception:  # noqa: BLE001  # told by what stayed
            log.exception("hand-over %s could not move %s %s", job.pk, part.record_type, record.pk)
    part.done = len(records) < AT_ONCE
    part.total = max(part.total, part.moved)  # more may have come in since it was counted
    part.save(update_fields=["moved", "done", "total"])
    job.place = 0 if part.done else records[-1].pk
    job.save(update_fields=["place"])


def actor(job):
    """Who moves the records: the hand-over itself, so that nobody is told of each one."""
    return System(kind="handover", name=job.member.name, id=job.pk)


def _hindrance(job, part):
    """Why the hand-over may not go on, in the workspace's language, or ""."""
    with using(for_tenant(job.member.tenant)):
        if job.by is None or not job.by.active or not can(job.by, "members"):
            return _("Whoever started it may not manage members any more.")
        if not part.to_nobody and (part.to is None or not part.to.active):
            return _("Whoever was to get the records has left.")
    return ""


def _finish(job, state, reason=""):
    job.state, job.reason, job.finished_at = state, reason, timezone.now()
    job.save(update_fields=["state", "reason", "finished_at"])
    parts = list(job.parts.all())
    data = {
        "name": job.member.name, "by": job.by_id, "given": _given(job, parts), "reason": reason,
        "moved": sum(part.moved for part in parts), "stayed": sum(part.stayed for part in parts),
    }  # fmt: skip
    kind = "member.handover_finished" if state == HandOver.State.DONE else "member.handover_broken_off"
    record_event(job.member, kind, by=actor(job), data=data)


def _given(job, parts):
    """[[member id, what they got, per language]]: "Contacts: 12 · Tasks: 3"."""
    got = {}
    for part in parts:
        if part.to_id and part.moved:
            got.setdefault(part.to_id, []).append(part)
    return [[pk, _in_each_language(job.member.tenant, shares)] for pk, shares in got.items()]


def _in_each_language(tenant, shares):
    texts = {}
    for language in Language.values:
        with using(for_tenant(tenant, language=language)):
            texts[language] = " · ".join(
                f"{label_of(part.record_type, part.estate)}: {format_number(part.moved)}" for part in shares
            )
    return texts
