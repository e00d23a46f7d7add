"""What a bulk job does to a piece of its records, and how that is taken back."""

import logging
from datetime import datetime

from django.db import models, transaction
from django.http import QueryDict
from django.utils.functional import cached_property

from crm.access.fields import closed_fields
from crm.access.policy import predicate
from crm.events.actors import System
from crm.records import actions, many, registry
from crm.records.fields.queries import field_called
from crm.records.many import Changed
from crm.records.models import BulkChange
from crm.tenants import bulk
from crm.tenants.models import Member
from crm.ui.bulk.forms import VERBS

log = logging.getLogger(__name__)
COMMON_ASSIGN = f"{actions.__name__}.assign"


def actor_of(job):
    """Who did it where each record has an event that others listen to: nobody is told of each one."""
    return System(kind="bulk", name=job.member.name, id=job.pk, asked_by=job.member)


class Deed:
    def __init__(self, job):
        self.job, self.member = job, job.member
        self.record_type = registry.get(job.record_type)

    @cached_property
    def form(self):
        """The form as the member sent it, to be read again: they may not choose all of it any more."""
        return VERBS[self.job.verb][1](QueryDict(self.job.values), member=self.member, key=self.record_type.key)

    @property
    def values(self):
        """What the form gives. Raises ValueError when it is not valid any more."""
        if not self.form.is_valid():
            raise ValueError(self.form.errors.as_json())
        return self.form.cleaned_data

    def reachable(self, ids, *, gone=False):
        """Those of the records that the member may do it with, locked; deleted ones if they are `gone`."""
        right, model = VERBS[self.job.verb][0], self.record_type.model_class
        rows = model.objects.filter(pk__in=ids, deleted_at__isnull=not gone)
        condition = predicate(model, self.member, right)
        rows = rows if condition is None else rows.filter(condition)
        rows = rows.only("tenant", *self._read) if self._at_once else self.record_type.stated(rows, "owner")
        return list(rows.select_for_update(of=("self",)).order_by("pk"))

    @property
    def _at_once(self):
        """Whether a piece is one statement, rather than the type's own action with each record."""
        common = self.record_type.assign == COMMON_ASSIGN
        return self.job.verb in ("tag", "edit") or (self.job.verb == "assign" and common)

    @cached_property
    def _read(self):
        """The columns of a record that are written, and what it is called by."""
        if self.job.verb == "edit":
            named = QueryDict(self.job.values).get("field")
            written = ("custom", "custom_text") if field_called(named) else (named,)
        else:
            written = {"assign": ("owner", "team"), "tag": ("tags",)}[self.job.verb]
        columns = {field.name for field in self.record_type.model_class._meta.fields if not field.generated}
        return columns.intersection((*written, *self.record_type.name_columns()))

    def do(self, records):
        """Do it and keep a journal. Returns how many are different now."""
        if not self._at_once:
            return self._note([one for record in records if (one := self._each(record))])
        with bulk.sent_ahead():
            return self._note(self._do_at_once(records))

    def _note(self, changes):
        """What each was before, and is now, for whoever takes it back."""
        job = self.job.pk
        rows = [
            {"job_id": job, "record_id": one.record.pk, "before": one.before, "after": one.after} for one in changes
        ]
        bulk.insert(BulkChange, rows)
        return len(changes)

    def _do_at_once(self, records):
        verb = self.job.verb
        if verb == "assign":
            return many.assign_many(records, to=self.values["owner"], by=self.member)
        if verb == "tag":
            add, remove = self.values["add"], self.values["remove"]
            may = "tags" not in closed_fields(self.member, self.record_type.key)
            return many.tag_many(records, add=add, remove=remove, by=self.member) if may else []
        return many.change_many(records, by=self.member, **self.form.change(self.values))

    def _each(self, record):
        """By the type's own action; one that cannot be changed stays as it was, and is counted so."""
        names = ("owner_id",) if self.job.verb == "assign" else ("deleted_at",)
        more = {"to": self.values["owner"]} if self.job.verb == "assign" else {}
        before = {name: getattr(record, name) for name in names}
        try:
            with transaction.atomic():
                after = self.record_type.resolve(self.job.verb)(record, by=actor_of(self.job), **more)
        except Exception:  # noqa: BLE001  # told by the number of those left
            log.exception("bulk change %s could not change %s %s", self.job.pk, self.record_type.key, record.pk)
            return None
        now = {name: getattr(after, name) for name in names}
        if now == before:
            return None
        before, now = ({name: actions.as_json(value) for name, value in each.items()} for each in (before, now))
        return Changed(record, before, now)

    def undo(self, records, rows):
        """How many of the records got back what they had: those that stand as the job left them."""
        known = {row.record_id: row for row in rows}
        untouched = [record for record in records if self._stands(record, known[record.pk].after)]
        if not self._at_once:
            return sum(self._each_back(record, known[record.pk].before) for record in untouched)
        wanted = [(record, self._python(known[record.pk].before)) for record in untouched]
        verb = "assigned" if self.job.verb == "assign" else "updated"
        told = self._told(wanted) if verb == "assigned" else many.changes_of(self._named(rows))
        with bulk.sent_ahead():
            return len(many.write_many(wanted, verb, by=self.member, data_of=told))

    def _named(self, rows):
        """The custom fields that the job gave values."""
        return {name for row in rows for name in row.after.get("custom", ())}

    def _told(self, wanted):
        """What the event of a record that got back its owner tells."""
        owners = {pk for record, values in wanted for pk in (record.owner_id, values.get("owner_id"))}
        names = dict(Member.objects.filter(pk__in=owners).values_list("pk", "name"))

        def data_of(changed):
            was, now = changed.before["owner_id"], changed.after["owner_id"]
            return {"before": names.get(was, ""), "before_id": was, "to": names.get(now, ""), "to_id": now}

        return data_of

    def _stands(self, record, after):
        return all(actions.as_json(getattr(record, name)) == value for name, value in after.items())

    def _each_back(self, record, before):
        try:
            with transaction.atomic():
                if self.job.verb == "delete":
                    self.record_type.resolve("restore")(record, by=actor_of(self.job))
                else:
                    to = Member.objects.filter(pk=before["owner_id"]).first()
                    self.record_type.resolve("assign")(record, to=to, by=actor_of(self.job))
        except Exception:  # noqa: BLE001  # told by the number of those kept
            log.exception("bulk change %s could not be undone in %s", self.job.pk, record.pk)
            return 0
        return 1

    def _python(self, values):
        """Stored values as the columns hold them."""
        return {name: _read(self._fields[name], value) for name, value in values.items()}

    @cached_property
    def _fields(self):
        return {field.attname: field for field in self.record_type.model_class._meta.concrete_fields}


def _read(field, value):
    if isinstance(field, models.DateTimeField) and value is not None:
        return datetime.fromisoformat(value)
    return value if isinstance(value, list) else field.to_python(value)
