"""Bringing a file in, piece by piece, and taking it out again."""

import logging
from dataclasses import replace

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from crm.events.actors import System
from crm.events.record import record_event
from crm.events.timers import Again, run_soon
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.tenants.scope import current_tenant_id
from crm.transfer.guessing import guess_mapping
from crm.transfer.models import ImportJob, ImportRow
from crm.transfer.queries import kinds_of, rows_to_undo, waiting_rows
from crm.transfer.reading import open_table
from crm.transfer.taking import Batch, Taken
from crm.transfer.values import is_nothing, prepare

RUN = "transfer.run"
STAGED_AT_ONCE = 10_000
TAKEN_AT_ONCE = 500
SAMPLE = 50
log = logging.getLogger(__name__)
State, Outcome = ImportJob.State, ImportRow.Outcome


class NotReady(ValueError):
    """The import cannot start as it stands; the text says what is missing."""


@transaction.atomic
def upload(*, record_type, file, by):
    """Keep the file and guess what its columns mean. Raises reading.Unreadable when it is no table."""
    name = default_storage.save(f"imports/{current_tenant_id()}/{get_random_string(32)}", file)
    try:
        table = open_table(name, file.name)
        sample = table.sample(SAMPLE)
    except Exception:
        default_storage.delete(name)
        raise
    kind = registry.get(record_type)
    with using(for_member(by)):
        mapping = guess_mapping(table.heads, sample, kind.import_fields)
    return ImportJob.objects.create(
        record_type=record_type,
        file=name,
        file_name=file.name,
        encoding=table.encoding,
        heads=table.heads,
        head_line=table.head_line,
        mapping=mapping,
        owner=by,
        created_by=by,
    )


@transaction.atomic
def start(job, *, mapping, repeats, owner, tag, by):
    """Begin with these meanings of the columns. Records import.started. Raises NotReady for a second start."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != State.UPLOADED:
        raise NotReady(job.get_state_display())
    job.mapping, job.repeats, job.owner, job.tag = mapping, repeats, owner, tag
    job.state, job.started_at = State.RUNNING, timezone.now()
    job.save()
    record_event(job, "import.started", by=by, data={"file": job.file_name})
    run_soon(RUN, job.pk)
    return job


@transaction.atomic
def undo(job, *, by):
    """Take the import back: remove what it created, restore what it changed, unless somebody has touched it since."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if not job.can_be_undone:
        raise NotReady(job.get_state_display())
    job.state = State.UNDOING
    job.save(update_fields=["state"])
    record_event(job, "import.undone", by=by, data={"file": job.file_name})
    run_soon(RUN, job.pk)
    return job


def resume(job_id):
    """The handler of the import's timer: do one piece, keep the place, and ask for the next."""
    job = ImportJob.objects.select_for_update().select_related("created_by__role", "owner").filter(pk=job_id).first()
    if job is None:
        return None
    if job.state == State.UNDOING:
        return _undo_some(job)
    if job.state == State.RUNNING:
        return _stage_some(job) or _take_some(job)
    return None


def _stage_some(job):
    """Copy the next rows of the file into the table. None when all of them are there."""
    last = job.rows.order_by("-line").values_list("line", flat=True).first() or job.head_line
    rows = []
    for line, cells in open_table(job.file, job.file_name).rows(after=last):
        if not all(is_nothing(cell) for cell in cells):
            rows.append(ImportRow(job=job, line=line, cells=cells))
        if len(rows) == STAGED_AT_ONCE:
            break
    if not rows:
        return None
    ImportRow.objects.bulk_create(rows, batch_size=2000)
    job.total += len(rows)
    job.save(update_fields=["total"])
    return Again(0)


def _take_some(job):
    rows = list(waiting_rows(job)[:TAKEN_AT_ONCE])
    if not rows:
        return _finish(job, State.DONE, "import.finished")
    kinds, member = kinds_of(job.record_type), job.created_by
    member.tenant = job.tenant
    with using(for_member(member)):
        prepared = tuple(prepare(row.line, row.cells, job.heads, job.mapping, kinds) for row in rows)
        batch = Batch(
            rows=prepared, member=member, by=_actor(job), owner=job.owner, repeats=job.repeats, tag=job.tag
        )  # fmt: skip
        taken = {one.line: one for one in _take(registry.get(job.record_type).resolve("importer"), batch)}
    problems = {row.line: row.problems for row in prepared}
    for row in rows:
        _note(row, taken[row.line], problems[row.line])
    _count(job, rows)
    return Again(0)


def _take(importer, batch):
    """The batch at once; if anything in it breaks, row by row, so that one bad row costs itself only."""
    try:
        with transaction.atomic():
            return importer(batch)
    except Exception:  # noqa: BLE001  # told below, row by row
        log.exception("a piece of an import failed; taking its rows one by one")
    return [_take_one(importer, replace(batch, rows=(row,))) for row in batch.rows]


def _take_one(importer, batch):
    try:
        with transaction.atomic():
            return importer(batch)[0]
    except Exception as error:  # noqa: BLE001  # kept with the row, shown, and in the error file
        reason = _("This row could not be stored (%(error)s).") % {"error": type(error).__name__}
        return Taken(line=batch.rows[0].line, outcome=Outcome.FAILED, reason=reason)


def _actor(job):
    return System(kind="import", name=job.file_name, id=job.pk)


def _note(row, taken, problems):
    row.outcome, row.record_id = taken.outcome, taken.record_id
    row.before, row.after = taken.before or None, taken.after or None
    row.reason = " ".join(filter(None, [taken.reason, *problems]))


def _count(job, rows):
    ImportRow.objects.bulk_update(rows, ["outcome", "record_id", "before", "after", "reason"], batch_size=500)
    for row in rows:
        setattr(job, row.outcome, getattr(job, row.outcome) + 1)
    job.save(update_fields=["created", "updated", "skipped", "failed"])


def _finish(job, state, event):
    job.state, job.finished_at = state, timezone.now()
    job.save(update_fields=["state", "finished_at"])
    facts = {name: getattr(job, name) for name in ("total", "created", "updated", "skipped", "failed", "kept")}
    record_event(job, event, by=_actor(job), data={"file": job.file_name, "member": job.created_by_id, **facts})


def _undo_some(job):
    rows = list(rows_to_undo(job)[:TAKEN_AT_ONCE])
    if not rows:
        return _finish(job, State.UNDONE, "import.taken_back")
    undone = registry.get(job.record_type).resolve("importer_undo")(rows)
    for row in rows:
        row.outcome = Outcome.UNDONE if row.line in undone else Outcome.KEPT
    ImportRow.objects.bulk_update(rows, ["outcome"], batch_size=500)
    job.kept += sum(row.outcome == Outcome.KEPT for row in rows)
    job.save(update_fields=["kept"])
    return Again(0)
