"""Bringing a file in, and taking it out again. The work itself is done in pieces, by a worker (pieces.py)."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from crm.events.record import record_event
from crm.events.timers import run_soon
from crm.l10n.state import for_member, using
from crm.records import registry
from crm.tenants.scope import current_tenant_id
from crm.transfer.guessing import guess_dates, guess_mapping, knows_any
from crm.transfer.models import ImportJob, unnamed
from crm.transfer.reading import forget, open_table

RUN = "transfer.run"
State = ImportJob.State


class NotReady(ValueError):
    """The import is not in a state in which this can be done."""


@transaction.atomic
def upload(*, record_type, file, by):
    """Keep the file and guess what its columns mean. Raises reading.Unreadable when it is no table."""
    name = default_storage.save(f"imports/{current_tenant_id()}/{get_random_string(32)}", file)
    try:
        with using(for_member(by)), open_table(name, file.name) as table:
            found = _facts(table, registry.get(record_type))
    except Exception:
        default_storage.delete(name)
        raise
    return ImportJob.objects.create(
        record_type=record_type, file=name, file_name=file.name, owner=by, created_by=by, **found
    )


def _facts(table, kind):
    """What is known of the file before anybody has said anything of it."""
    heads, sample = table.heads(), table.sample()
    rows = [cells for _line, cells in sample]
    says = knows_any(heads, kind.imported())
    mapping = guess_mapping(heads if says else [""] * len(heads), rows, kind.imported())
    days = {field.name for field in kind.imported() if field.kind == "day"}
    columns = [index for index, name in enumerate(mapping) if name in days]
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "heads": [head or unnamed(n) for n, head in enumerate(heads, 1)],
        "head_line": table.head_line,
        "sample": sample,
        "mapping": mapping,
        "dates": guess_dates([row[index] for row in rows for index in columns if index < len(row)]),
    }


@transaction.atomic
def start(job, *, mapping, repeats, owner, by, dates="", tag="", headless=False):
    """Begin with these meanings of the columns. Records import.started. Raises NotReady for a second start.

    `headless` says that what was taken for the names of the columns is a row like the others.
    """
    job = _in_state(job, State.UPLOADED)
    job.mapping, job.repeats, job.owner, job.tag = mapping, repeats, owner, " ".join(tag.split())
    job.dates = dates or job.dates
    if headless and job.head_line:
        job.head_line, job.heads = job.head_line - 1, [unnamed(n) for n, _head in enumerate(job.heads, 1)]
    job.state, job.started_at = State.STAGING, timezone.now()
    job.save()
    record_event(job, "import.started", by=by, data={"file": job.file_name})
    run_soon(RUN, job.pk)
    return job


@transaction.atomic
def stop(job, *, by):
    """Take no more rows. What is here stays, and can be undone. Records import.stopped. Raises NotReady."""
    job = _in_state(job, State.STAGING, State.RUNNING)
    forget(job)
    job.state, job.finished_at = State.STOPPED, timezone.now()
    job.save(update_fields=["state", "finished_at"])
    record_event(job, "import.stopped", by=by, data={"file": job.file_name})
    return job


@transaction.atomic
def undo(job, *, by):
    """Take the import back: remove what it made, restore what it changed, unless somebody has changed it since.

    Records import.undone. Raises NotReady while it runs, and when there is nothing to take back.
    """
    job = _in_state(job, *State)
    if not job.can_be_undone:
        raise NotReady(job.get_state_display())
    job.state, job.place = State.UNDOING, job.place + 1
    job.save(update_fields=["state", "place"])
    record_event(job, "import.undone", by=by, data={"file": job.file_name})
    run_soon(RUN, job.pk)
    return job


@transaction.atomic
def discard(job, *, by):
    """Forget a file that was never started. Raises NotReady for one that was."""
    job = _in_state(job, State.UPLOADED)
    record_event(job, "import.discarded", by=by, data={"file": job.file_name})
    forget(job)
    job.delete()


def _in_state(job, *states):
    """The job as it is now, kept from others until the end of the transaction."""
    job = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state not in states:
        raise NotReady(job.get_state_display())
    return job
