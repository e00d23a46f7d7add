"""The worker's side of an import. Each call of `resume` is one transaction: one piece done, its place kept, and the
next one asked for; a crash costs the piece that was under way, which is then done again from its start."""

import json
import logging
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.events.actors import System
from crm.events.record import record_event
from crm.events.timers import Again
from crm.l10n.numbers import localize_digits
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.tenants import bulk
from crm.tenants.scope import current_tenant_id
from crm.transfer.models import ImportJob, ImportRow
from crm.transfer.queries import rows_to_take, rows_to_undo
from crm.transfer.reading import Unreadable, forget, open_table
from crm.transfer.taking import Batch, Taken
from crm.transfer.understanding import Understanding
from crm.transfer.values import is_nothing

STAGED_AT_ONCE = 2_000
TAKEN_AT_ONCE = 500
COUNTED = ("created", "updated", "skipped", "failed")
log = logging.getLogger(__name__)
State, Outcome = ImportJob.State, ImportRow.Outcome


def resume(job_id):
    """The handler of the import's timer."""
    job = ImportJob.objects.select_for_update(of=("self",)).filter(pk=job_id)
    job = job.select_related("created_by__role", "created_by__tenant", "owner").first()
    piece = _PIECES.get(job.state) if job else None
    if piece is None:
        return None
    _one_at_a_time()
    with _for_the_importer(job):
        return piece(job)


def stage(job):
    """Copy the rows of the file into the table, all in one transaction, and let go of the file."""
    if reason := _hindrance(job):
        return _break_off(job, reason)
    try:
        with transaction.atomic(), open_table(job.file, job.file_name, job.head_line) as table:
            job.total = sum(_stage(job, rows) for rows in _by(STAGED_AT_ONCE, table.rows()))
    except Unreadable as error:
        return _break_off(job, str(error))
    except FileNotFoundError:
        return _break_off(job, _("The file is gone. Upload it again."))
    forget(job)
    job.state = State.RUNNING
    job.save(update_fields=["state", "total"])
    return Again(0)


def take(job):
    """Hand the next rows to the record type, and note what became of each."""
    if reason := _hindrance(job):
        return _break_off(job, reason)
    rows = list(rows_to_take(job).values_list("pk", "line", "cells")[:TAKEN_AT_ONCE])
    if not rows:
        return _finish(job, State.DONE, "import.finished")
    understanding = Understanding(job, job.mapping, member=job.created_by)
    prepared = understanding.read((line, cells) for _pk, line, cells in rows)
    taken = _all_or_each(registry.get(job.record_type).resolve("importer"), batch_of(job, prepared))
    above = _lines_above(job, taken)
    noted = [
        _noted(pk, one, understood, above) for (pk, *_row), one, understood in zip(rows, taken, prepared, strict=True)
    ]
    bulk.update(ImportRow, noted)
    for one in taken:
        setattr(job, one.outcome, getattr(job, one.outcome) + 1)
    job.place = rows[-1][1]
    job.save(update_fields=["place", *COUNTED])
    return Again(0)


def _noted(pk, taken, understood, above):
    """What the import's row keeps of what became of it. One that brought nothing new says whom it repeats."""
    reasons = [taken.reason, *understood.problems]
    if taken.outcome == Outcome.SKIPPED and above.get(taken.record_id, taken.line) < taken.line:
        reasons.append(
            _("Line %(line)s is about the same one.") % {"line": localize_digits(str(above[taken.record_id]))}
        )
    return {
        "id": pk,
        "outcome": taken.outcome,
        "record_id": taken.record_id,
        "before": taken.before or None,
        "after": taken.after or None,
        "reason": " ".join(filter(None, reasons)),
    }


def _lines_above(job, taken):
    """{record id: the first line of the file that was about it}"""
    ids = {one.record_id for one in taken if one.record_id}
    earlier = job.rows.filter(record_id__in=ids).order_by("-line").values_list("record_id", "line")
    first = {one.record_id: one.line for one in reversed(taken)}
    return first | dict(earlier)


def take_back(job):
    """Undo the next rows, newest first."""
    rows = list(rows_to_undo(job)[:TAKEN_AT_ONCE])
    if not rows:
        return _finish(job, State.UNDONE, "import.taken_back")
    undo = registry.get(job.record_type).resolve("importer_undo")
    undone = set(_undo(undo, rows))
    for row in rows:
        row.outcome = Outcome.UNDONE if row.line in undone else Outcome.KEPT
    bulk.update(ImportRow, [{"id": row.pk, "outcome": row.outcome} for row in rows])
    job.undone += len(undone)
    job.kept += len(rows) - len(undone)
    job.place = rows[-1].line
    job.save(update_fields=["place", "undone", "kept"])
    return Again(0)


_PIECES = {State.STAGING: stage, State.RUNNING: take, State.UNDOING: take_back}


def batch_of(job, rows, **more):
    """What the record type gets."""
    by = System(kind="import", name=job.file_name, id=job.pk)
    return Batch(
        rows=rows, member=job.created_by, by=by, owner=job.owner, repeats=job.repeats, tag=job.tag, **more
    )  # fmt: skip


def _one_at_a_time():
    """Pieces of a workspace's imports wait for one another, so that a file finds the people another is bringing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('import', %s))", [current_tenant_id()])


@contextmanager
def _for_the_importer(job):
    """Remarks are written in the language of whoever imports, and cells read as they would read them."""
    if job.created_by is None:
        yield
    else:
        with using(for_member(job.created_by)):
            yield


def _hindrance(job):
    """Why the import may not go on, or ""."""
    member, kind = job.created_by, registry.get(job.record_type)
    if member is None or not member.active or not (can(member, "import") and can(member, kind.right("create"))):
        return _("Whoever started this import may not import any more.")
    return ""


def _by(size, rows):
    """The rows in lists of a size."""
    piece = []
    for row in rows:
        piece.append(row)
        if len(piece) == size:
            yield piece
            piece = []
    yield piece


def _stage(job, rows):
    rows = [(line, cells) for line, cells in rows if not all(is_nothing(cell) for cell in cells)]
    sql = """
        INSERT INTO transfer_importrow (tenant_id, job_id, line, cells, outcome, reason)
        SELECT %s, %s, (staged->>0)::integer, staged->1, %s, '' FROM jsonb_array_elements(%s::jsonb) AS staged
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_tenant_id(), job.pk, Outcome.WAITING, json.dumps(rows)])
    return len(rows)


def _all_or_each(importer, batch):
    """The batch at once; if anything in it breaks, row by row, so that a bad row costs itself only."""
    try:
        with transaction.atomic():
            return importer(batch)
    except Exception:  # noqa: BLE001  # told below, row by row
        log.exception("a piece of an import failed; taking its rows one by one")
    taken = []
    for row in batch.rows:
        try:
            with transaction.atomic():
                taken += importer(replace(batch, rows=(row,)))
        except Exception as error:  # noqa: BLE001  # kept with the row, shown, and in the error file
            reason = _("This row could not be stored (%(error)s).") % {"error": type(error).__name__}
            taken.append(Taken(line=row.line, outcome=Outcome.FAILED, reason=reason))
    return taken


def _undo(undo, rows):
    """The lines taken back; if anything breaks, row by row, and what breaks is kept."""
    try:
        with transaction.atomic():
            return undo(rows)
    except Exception:  # noqa: BLE001  # told by what is kept
        log.exception("a piece of an import could not be undone; undoing its rows one by one")
    undone = set()
    for row in rows:
        try:
            with transaction.atomic():
                undone |= undo([row])
        except Exception:  # noqa: BLE001
            log.exception("row %s of import %s could not be undone", row.line, row.job_id)
    return undone


def _break_off(job, reason):
    forget(job)
    job.reason = reason
    job.save(update_fields=["reason"])
    return _finish(job, State.FAILED, "import.broken_off")


def _finish(job, state, event):
    job.state, job.finished_at = state, timezone.now()
    job.save(update_fields=["state", "finished_at"])
    facts = {name: getattr(job, name) for name in ("total", *COUNTED, "kept", "reason")}
    by = System(kind="import", name=job.file_name, id=job.pk)
    data = {"file": job.file_name, "type": job.record_type, "member": job.created_by_id, **facts}
    record_event(job, event, by=by, data=data)
