"""Taking a batch of rows into records of one type, in a fixed number of statements however many rows there are.

A type subclasses Intake with what is its own: how rows are matched with records, and which values they bring.
"""

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import visible_to
from crm.events.models import Event, EventLink
from crm.events.record import record_quietly
from crm.records import actions
from crm.records.base import Record, team_of
from crm.records.fields.queries import fields_of
from crm.records.fields.values import hold, settle, told
from crm.tenants import bulk
from crm.tenants.models import Member
from crm.transfer.customs import Asked, Claims
from crm.transfer.models import ImportJob, ImportRow
from crm.transfer.taking import Prepared, Taken

Outcome, Repeats = ImportRow.Outcome, ImportJob.Repeats
UNTOLD = ("", "updated_at", "custom", "custom_text")
LONGEST_NOTE = 5_000  # that an import lengthens


@dataclass(kw_only=True)
class Fate:
    """What becomes of a row, while its record may not be stored yet."""

    row: Prepared
    outcome: str
    record: Record | None = None
    reason: str = ""
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)

    def as_taken(self, changes):
        return Taken(
            line=self.row.line,
            outcome=self.outcome,
            record_id=self.record.pk if self.record else None,
            reason=self.reason,
            before={name: as_json(value) for name, value in self.before.items()},
            after={name: as_json(value) for name, value in self.after.items()},
            changes=changes,
        )


class Intake:
    """One batch on its way in: dealt with in memory first, then stored, unless the batch is a dry one.

    The model has a `note`, for what fits into no other field.
    """

    model: type[Record] = Record
    filled: tuple[str, ...] = ()  # fields that rows fill as they are
    told: dict[str, str] = {}  # what an event calls a changed field, where that is another name; "" leaves it out

    def __init__(self, batch):
        self.batch, self.now = batch, timezone.now()
        self.fields = {each.name: each for each in self.model._meta.concrete_fields}
        self.fates = []

    def take(self):
        """[Taken], in the order of the rows."""
        if not self.batch.dry and fields_of(self.model.record_key):
            hold()
        self.claims = Claims(self.model.record_key, self.batch.rows)
        self.asked = Asked(self.model.record_key, self.batch.member)
        self.reach = self._within_reach({record.pk for record in self.look_up()})
        self.fates = [self._fate(row) for row in self.batch.rows]
        if not self.batch.dry:
            self._store()
        return [fate.as_taken(self._told(fate)) for fate in self.fates]

    def look_up(self):
        """Find the records that the rows may be about, each kept `for_change`. Returns them."""
        raise NotImplementedError

    def refused(self, row):
        """Why the row cannot be taken, or ""."""
        return ""

    def who(self, row):
        """The record that the row is about, or None for a new one."""
        raise NotImplementedError

    def new(self, row):
        """A record for the row, not stored."""
        raise NotImplementedError

    def brought(self, row, record):
        """{field: value} that the row says of a record; each fills what is empty, or replaces it if so chosen."""
        return {name: row.values[name] for name in self.filled if row.values.get(name)}

    def added(self, row, record):
        """{attribute: value} that the record shall have in any case: what was there and what the row adds."""
        return {"tags": self.tags(row, record.tags)}

    def kept(self, row):
        """What the row says that fits into no field: lines for the record's note, which they never replace."""
        return row.kept

    def remember(self, row, record):
        """Know the record by what the row says of it, for the rows below."""

    def store_first(self):
        """Store what the records of the batch refer to."""

    def store_last(self):
        """Store what refers to the records of the batch."""

    def tags(self, row, present=()):
        own = [self.batch.tag] if self.batch.tag else []
        return list(dict.fromkeys([*present, *row.values.get("tags", ()), *own]))

    def ownership(self, row):
        owner = row.values.get("owner") or self.batch.owner
        return {"owner": owner, "team_id": team_of(owner)}

    def for_change(self, records):
        """The records in one order for everybody, and kept from others until the end of the transaction."""
        return records.order_by("pk") if self.batch.dry else records.select_for_update(of=("self",)).order_by("pk")

    @property
    def made(self):
        return [fate.record for fate in self.fates if fate.outcome == Outcome.CREATED]

    @property
    def changed(self):
        """The records that were here before and are different now."""
        made = set(map(id, self.made))
        updated = (fate.record for fate in self.fates if fate.outcome == Outcome.UPDATED)
        return list({id(record): record for record in updated if id(record) not in made}.values())

    def _within_reach(self, ids):
        """Of these records those that the importer may edit, and those that this very import has made."""
        allowed = visible_to(self.model.objects.filter(pk__in=ids), self.batch.member, "edit")
        reach = set(allowed.values_list("pk", flat=True))
        if ids - reach:
            reach.update(self._made_here(ids - reach))
        return reach

    def _made_here(self, ids):
        key, by = self.model.record_key, self.batch.by
        links = EventLink.objects.filter(record_type=key, record_id__in=ids)
        told = ArraySubquery(links.values("event_id"))
        events = Event.objects.filter(id__any_of=told, kind=f"{key}.imported", record_type=key)
        return events.filter(actor_kind=by.actor_kind, actor_id=by.actor_id).values_list("record_id", flat=True)

    def _fate(self, row):
        if reason := self.refused(row):
            return Fate(row=row, outcome=Outcome.FAILED, reason=reason)
        record = self.who(row)
        if record is None:
            return self._created(row)
        if record.pk and record.pk not in self.reach:
            return Fate(row=row, outcome=Outcome.SKIPPED, reason=_("This is here already, in a colleague's care."))
        if self.batch.repeats == Repeats.SKIP:
            return Fate(row=row, outcome=Outcome.SKIPPED, record=record)
        return self._completed(row, record)

    def _created(self, row):
        record = self.new(row)
        record.note = self._with_kept(row, record.note)
        values, remarks = self.claims.free(row, record)
        settle(record, values, by=self.batch.member, new=True)
        unshown, left_out = self.asked.unshown(record, values)
        settle(record, dict.fromkeys(unshown), by=self.batch.member)
        lacking = self.asked.lacking(record)
        reason = " ".join(filter(None, [lacking, *remarks, left_out]))
        if lacking:
            self.claims.release(record)
            return Fate(row=row, outcome=Outcome.FAILED, reason=reason)
        self.remember(row, record)
        return Fate(row=row, outcome=Outcome.CREATED, record=record, reason=reason)

    def _completed(self, row, record):
        values, remarks = self.claims.free(row, record)
        after = self._changes(row, record)
        custom, left_out = self._custom_changes(values, record, after)
        after |= custom
        fate = {"row": row, "record": record, "reason": " ".join(filter(None, [*remarks, left_out]))}
        if not after:
            return Fate(outcome=Outcome.SKIPPED, **fate)
        if record.pk:
            after["updated_at"] = self.now
        before = {name: getattr(record, name) for name in after}
        for name, value in after.items():
            setattr(record, name, value)
        self.remember(row, record)
        return Fate(outcome=Outcome.UPDATED, before=before, after=after, **fate)

    def _changes(self, row, record):
        may_replace = self.batch.repeats == Repeats.OVERWRITE
        brought = {
            name: value
            for name, value in self.brought(row, record).items()
            if may_replace or getattr(record, name) in ("", None)
        }
        wanted = {**brought, **self.added(row, record)}
        wanted["note"] = self._with_kept(row, wanted.get("note", record.note))
        return {name: value for name, value in wanted.items() if value != getattr(record, name)}

    def _custom_changes(self, values, record, after):
        """({column: value} of what the custom values of a row change, a sentence about those that have no place) in a
        record that will be as `after` says."""
        fill = values if self.batch.repeats == Repeats.OVERWRITE else {
            name: value for name, value in values.items() if name not in record.custom
        }  # fmt: skip
        if not fill:
            return {}, ""
        unshown, left_out = self.asked.unshown(self._with(record, fill, after), fill)
        fill = {name: value for name, value in fill.items() if name not in unshown}
        now = self._with(record, fill, after)
        written = {name: getattr(now, name) for name in ("custom", "custom_text") if fill}
        return {name: value for name, value in written.items() if value != getattr(record, name)}, left_out

    def _with(self, record, values, after):
        """A copy of the record as it will be."""
        now = copy(record)
        for name, value in after.items():
            setattr(now, name, value)
        settle(now, values, by=self.batch.member)
        return now

    def _with_kept(self, row, note):
        for text in self.kept(row):
            line = text if not note else f"\n{text}"
            note = note if text in note else note + line[: max(0, LONGEST_NOTE - len(note))]
        return note

    def _store(self):
        self.store_first()
        made, changed = self.made, self.changed
        for record, key in zip(made, bulk.new_keys(self.model, len(made)), strict=True):
            record.pk, record.created_at, record.updated_at = key, self.now, self.now
        self._settle_keys([*made, *changed])
        bulk.insert(self.model, [bulk.stored_values(record) for record in made])
        written = {self.fields[name].attname for fate in self.fates for name in fate.after if name in self.fields}
        columns = [self.model._meta.pk.attname, *sorted(written)]
        bulk.update(self.model, [{name: getattr(record, name) for name in columns} for record in changed])
        self.claims.keep([*made, *changed])
        self.store_last()
        for fate in self.fates:
            if fate.outcome == Outcome.CREATED:
                fate.after = {"updated_at": self.now}
        self._tell(made, changed)

    def _settle_keys(self, records):
        """What a record refers to may have got its key only now."""
        for reference in (each for each in self.fields.values() if each.is_relation):
            for record in records:
                if reference.is_cached(record):
                    setattr(record, reference.name, getattr(record, reference.name))

    def _tell(self, made, changed):
        key, by = self.model.record_key, self.batch.by
        facts = {"file": by.name, "member": self.batch.member.name}
        changes = {}
        for fate in self.fates:
            if fate.outcome == Outcome.UPDATED:
                known = changes.setdefault(fate.record.pk, {})
                for name, (before, after) in self._told(fate).items():
                    known[name] = [known[name][0] if name in known else before, after]
        record_quietly(made, f"{key}.imported", by=by, data_of=lambda record: facts)
        record_quietly(
            changed, f"{key}.completed", by=by, data_of=lambda record: {**facts, "changes": changes[record.pk]}
        )

    def _told(self, fate):
        """{field as people call it: [before, after]} of one row."""
        custom = told(fate.before.get("custom", {}), fate.after.get("custom", {}), self.colleagues)
        return custom | {
            called: [actions.as_json(fate.before[name]), actions.as_json(value)]
            for name, value in fate.after.items()
            if name in fate.before and (called := self.told.get(name, name)) not in UNTOLD
        }

    @cached_property
    def colleagues(self):
        """{member id: name}, for what is told of custom fields that name colleagues."""
        kinds = {field.kind for field in fields_of(self.model.record_key)}
        return dict(Member.objects.values_list("pk", "name")) if "member" in kinds else {}


def as_json(value):
    """A value as an import row keeps it: another record by its id, days and moments to the microsecond."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if hasattr(value, "isoformat") else value
