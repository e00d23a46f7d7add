"""The worker's side of an export. Each call of `resume` is one transaction: a piece done, its place kept, the next one
asked for; a crash costs the piece under way, which is then done again and replaces what there is of it.

What the list shows is found once, in its order; each piece asks again what the member may export and see.
"""

import gzip
import json
import tempfile
from datetime import timedelta

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.events.timers import Again, set_timer
from crm.l10n.numbers import format_number
from crm.l10n.state import current, for_member, using
from crm.lib import writing
from crm.records import registry
from crm.records.finding import among
from crm.transfer.exporting.actions import END, delete_folder, label_of, told
from crm.transfer.exporting.values import heads_of, packed, rows_of, unpacked
from crm.transfer.models import Export
from crm.ui.listing import Listing

AT_ONCE = 2_000
KEPT = timedelta(days=3)
PART = ".part"
State = Export.State


def resume(export_id):
    """The handler of the export's timer."""
    job = Export.objects.select_for_update(of=("self",)).filter(pk=export_id).defer("ids")
    job = job.select_related("member__role", "member__tenant", "member__team").first()
    piece = _PIECES.get(job.state) if job else None
    if piece is None:
        return None
    with using(for_member(job.member)):
        if reason := _hindrance(job):
            return _break_off(job, reason)
        return piece(job)


def look(job):
    """Find what the list shows, all of it, once."""
    listing = listing_of(job)
    ids = list(listing.order.sorted(listing.every).values_list("pk", flat=True))
    if job.kind == Export.Kind.XLSX and len(ids) > writing.MOST_ROWS:
        most = format_number(writing.MOST_ROWS)
        return _break_off(job, _("A spreadsheet holds %(most)s rows. Choose the plain table.") % {"most": most})
    job.ids, job.total, job.state = ids, len(ids), State.RUNNING
    job.save(update_fields=["ids", "total", "state"])
    return Again(0)


def read(job):
    """Read the next records, and keep their rows until all are there."""
    ids = Export.objects.values_list(f"ids__{job.place}_{job.place + AT_ONCE}", flat=True).get(pk=job.pk)
    if not ids:
        job.state = State.WRITING
        job.save(update_fields=["state"])
        return Again(0)
    listing = listing_of(job)
    columns = columns_of(job)
    records = {one.pk: one for one in among(listing.record_type.lean(listing.rows(), listing.sort, columns), ids)}
    found = [records[pk] for pk in ids if pk in records]
    if listing.record_type.decorate and found:
        listing.record_type.resolve("decorate")(found, job.member)
    _keep(_part(job, job.place), rows_of(listing.record_type, job.member, found, columns))
    job.place += len(ids)
    job.rows += len(found)
    job.save(update_fields=["place", "rows"])
    return Again(0)


def write(job):
    """Put the file together, let go of its pieces, and tell the member."""
    with tempfile.TemporaryFile() as file:
        writing.write(
            job.kind, file, heads_of(columns_of(job)), _kept(job), title=str(label_of(job)),
            right_to_left=current().direction == "rtl",
        )  # fmt: skip
        job.size = file.tell() if job.kind == Export.Kind.CSV else file.seek(0, 2)
        file.seek(0)
        default_storage.delete(job.file)
        default_storage.save(job.file, File(file))
    job.state, job.expires_at, job.ids = State.DONE, timezone.now() + KEPT, []
    job.save(update_fields=["state", "expires_at", "ids", "size"])
    set_timer(END, job.pk, job.expires_at)
    record_event(job, "export.ready", by=SYSTEM, data={**told(job), "member": job.member_id})
    transaction.on_commit(lambda: _delete_parts(job), robust=True)


_PIECES = {State.WAITING: look, State.RUNNING: read, State.WRITING: write}


def listing_of(job):
    """The list as it was asked for, of what the member may export."""
    return Listing(registry.get(job.record_type), job.member, QueryDict(job.asked), right="export")


def columns_of(job):
    return registry.get(job.record_type).columns_for(job.member, job.columns)


def may_have(job):
    """Whether the member may still export such records, and see all the columns that were chosen."""
    if not job.member.active or not registry.knows(job.record_type):
        return False
    allowed = can(job.member, registry.get(job.record_type).right("export"))
    return allowed and [column.name for column in columns_of(job)] == job.columns


def _hindrance(job):
    """Why it may not go on, in the member's language, or ""."""
    return "" if may_have(job) and _stands(job) else _("What you may export has changed since. Ask for it again.")


def _stands(job):
    """Whether the saved view in which the list stood is still there, if it stood in one."""
    try:
        listing_of(job).view  # noqa: B018  # looked up when it is asked for
    except Http404:
        return False
    return True


def _break_off(job, reason):
    job.state, job.reason, job.ids = State.FAILED, reason, []
    job.save(update_fields=["state", "reason", "ids"])
    data = {**told(job), "member": job.member_id, "reason": reason}
    record_event(job, "export.broken_off", by=SYSTEM, data=data)
    transaction.on_commit(lambda: delete_folder(job), robust=True)


def _part(job, place):
    return f"{job.folder}/{place:09}{PART}"


def _keep(name, rows):
    lines = "\n".join(json.dumps([packed(cell) for cell in row], ensure_ascii=False) for row in rows)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(gzip.compress(lines.encode(), 1)))


def _kept(job):
    """The rows of all pieces, in order, a line at a time."""
    for name in _parts(job):
        with default_storage.open(name) as part, gzip.open(part, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield [unpacked(cell) for cell in json.loads(line)]


def _parts(job):
    if not job.place:
        return []
    _folders, files = default_storage.listdir(job.folder)
    return [f"{job.folder}/{name}" for name in sorted(files) if name.endswith(PART)]


def _delete_parts(job):
    for name in _parts(job):
        default_storage.delete(name)
