"""Taking rows of an import back: what they made is removed, what they changed is put back, where it still stands."""

from django.contrib.postgres.expressions import ArraySubquery

from crm.access.shares import share_model
from crm.events.models import Event, EventLink
from crm.records.base import Record
from crm.records.models import UniqueValue
from crm.tenants import bulk
from crm.transfer.customs import Claims
from crm.transfer.intake import as_json
from crm.transfer.models import ImportJob, ImportRow

Outcome = ImportRow.Outcome


class Undoing:
    """Some rows of one import, newest first, all created or updated. A type subclasses it with its tables beside."""

    model: type[Record] = Record

    def __init__(self, rows):
        self.rows, self.job_id = rows, rows[0].job_id
        self.gone, self.restored, self.columns, self.put_back_rows = {}, {}, set(), []

    def undo(self):
        """The lines that were taken back. The others' records have been changed, or worked with, since."""
        ids = {row.record_id for row in self.rows}
        kept_from_others = self.model.objects.select_for_update(of=("self",)).order_by("pk")
        self.records = {record.pk: record for record in kept_from_others.filter(pk__in=ids)}
        self.lived = self._worked_with(ids)
        undone = {row.line for row in self.rows if self._take_back(row)}
        for pk in self.gone:
            self.restored.pop(pk, None)
        columns = [self.model._meta.pk.attname, *sorted(self.columns)]
        bulk.update(self.model, [{name: getattr(each, name) for name in columns} for each in self.restored.values()])
        Claims(self.model.record_key, ()).keep([*self.restored.values()])
        UniqueValue.objects.filter(record_type=self.model.record_key, record_id__in=self.gone).delete()
        self.put_back()
        self._forget_events(undone)
        self.remove()
        return undone

    def put_back(self):
        """Put back what `put_back_rows` changed in other tables."""

    def remove(self):
        """Remove the records that are `gone`, and what was made for them only."""
        self.model.objects.filter(pk__in=self.gone).delete()

    def from_import(self, record_type, ids):
        """The events of these records that the import itself wrote."""
        links = EventLink.objects.filter(record_type=record_type, record_id__in=ids)
        # fenced: joined, the planner walks all events of the workspace
        events = Event.objects.filter(id__any_of=ArraySubquery(links.values("event_id")), record_type=record_type)
        return events.filter(actor_kind="import", actor_id=self.job_id)

    def _worked_with(self, ids):
        """Of the records that this import made, those with a history of their own, or opened to a colleague."""
        rows = ImportRow.objects.filter(job_id=self.job_id, record_id__in=ids, before__isnull=True)
        made = set(rows.filter(outcome__in=[Outcome.CREATED, Outcome.KEPT]).values_list("record_id", flat=True))
        ours = self.from_import(self.model.record_key, made).values_list("pk", flat=True)
        return with_a_history(self.model, made, apart_from=ours) | self.used_by_others(made)

    def used_by_others(self, ids):
        """Of the records of these ids, made by this import, those that records of other types refer to."""
        return set()

    def _forget_events(self, undone):
        """Those of the removed, and of the restored of whom no other row of the import is left standing."""
        rows = ImportRow.objects.filter(job_id=self.job_id, record_id__in=list(self.restored))
        standing = rows.filter(outcome__in=[Outcome.UPDATED, Outcome.KEPT]).exclude(line__in=undone)
        whole = set(self.restored) - set(standing.values_list("record_id", flat=True))
        ours = self.from_import(self.model.record_key, [*self.gone, *whole]).values_list("pk", flat=True)
        Event.objects.filter(pk__in=list(ours)).delete()

    def _take_back(self, row):
        record = self.records.get(row.record_id)
        if record is None:
            return True  # gone already
        if record.pk in self.lived:
            return False
        if row.outcome == Outcome.CREATED:
            untouched = as_json(record.updated_at) == row.after["updated_at"]
            if untouched:
                self.gone[record.pk] = record
            return untouched
        return self._restore(record, row)

    def _restore(self, record, row):
        fields = {field.name: field for field in self.model._meta.concrete_fields}
        written = {name: value for name, value in row.after.items() if name in fields and name != "updated_at"}
        if any(as_json(getattr(record, fields[name].attname)) != value for name, value in written.items()):
            return False
        for name in written:
            setattr(record, fields[name].attname, fields[name].to_python(row.before[name]))
        if as_json(record.updated_at) == row.after.get("updated_at"):
            record.updated_at = fields["updated_at"].to_python(row.before["updated_at"])
        self.columns |= {fields[name].attname for name in (*written, "updated_at")}
        self.restored[record.pk] = record
        self.put_back_rows.append(row)
        return True


def with_a_history(model, ids, *, apart_from):
    """Of these records those on whose timelines other events stand than those of these ids, or that were shown to a
    colleague."""
    links = EventLink.objects.filter(record_type=model.record_key, record_id__in=ids)
    found = set(links.exclude(event_id__in=list(apart_from)).values_list("record_id", flat=True))
    if shares := share_model(model):
        found.update(shares.objects.filter(content_object_id__in=ids).values_list("content_object_id", flat=True))
    return found


def forget_record(key, ids):
    """Blank the lines of files from which records came that are deleted for good; what became of each line stays."""
    rows = ImportRow.objects.filter(job__record_type=key, record_id__in=ids)
    lines = {}
    for job_id, line in rows.values_list("job_id", "line"):
        lines.setdefault(job_id, set()).add(line)
    rows.update(cells=[], before=None, after=None, reason="")
    for job in ImportJob.objects.filter(pk__in=lines):
        job.sample = [one for one in job.sample if one[0] not in lines[job.pk]]
        job.save(update_fields=["sample"])
