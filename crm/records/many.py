"""The actions of crm.records.actions on many records of one type, a statement each instead of one a record.

Records come locked, and read to the full in the columns that are written. Their events stand on their timelines;
consumers are not told of each (crm.events.record.record_quietly): whoever calls announces the whole.
Every function returns [Changed] of those that were different.
"""

from copy import copy
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from crm.events.record import record_quietly
from crm.records.actions import as_json
from crm.records.base import team_of
from crm.records.fields.queries import field_called
from crm.records.fields.values import hold, settle, told
from crm.tenants import bulk
from crm.tenants.models import Member


@dataclass(frozen=True)
class Changed:
    """A record, and its stored values by attribute, as JSON keeps them, from before and after."""

    record: models.Model
    before: dict
    after: dict


def change_many(records, *, by, custom=None, **fields):
    """Write plain columns, and stored values of custom fields. Records <type>.updated of each with {"changes": {field:
    [before, after]}}."""
    if custom:
        hold()
    wanted = [(one, {**fields, **settle(copy(one), custom, by=by)} if custom else fields) for one in records]
    return write_many(wanted, "updated", by=by, data_of=changes_of(custom or ()))


def assign_many(records, *, to, by):
    """Make `to` the owner of all, and their team theirs. Records <type>.assigned of each."""
    to_id = to.pk if to else None
    owner = {"owner_id": to_id}
    team = {"team_id": team_of(to)} if to else {}
    owners = Member.objects.filter(pk__in={record.owner_id for record in records})
    names = dict(owners.values_list("pk", "name"))

    def data_of(changed):
        was = changed.before["owner_id"]
        return {"before": names.get(was, ""), "before_id": was, "to": to.name if to else "", "to_id": to_id}

    values = {**owner, **team}
    wanted = [(record, values) for record in records if record.owner_id != to_id]
    return write_many(wanted, "assigned", by=by, data_of=data_of)


def tag_many(records, *, add, remove, by):
    """Put tags on all and take tags off them. Records <type>.tagged and <type>.untagged of each, one for each tag."""
    now = {record.pk: list(record.tags) for record in records}
    for verb, tags in (("tagged", add), ("untagged", remove)):
        for tag in tags:
            told = [record for record in records if (tag in now[record.pk]) == (verb == "untagged")]
            for record in told:
                kept = [each for each in now[record.pk] if each != tag]
                now[record.pk] = [*kept, tag] if verb == "tagged" else kept
            if told:
                _tell(told, verb, by=by, data_of=lambda _record, tag=tag: {"tag": tag})
    return write_many([(record, {"tags": now[record.pk]}) for record in records], "", by=by)


def write_many(wanted, verb, *, by, data_of=lambda changed: {}):
    """Write what differs of [(record, {attribute: value})]; every record names the same attributes.

    Records <type>.<verb> of each; without a verb, none.
    """
    now, different = timezone.now(), []
    for record, values in wanted:
        before = {name: getattr(record, name) for name in values}
        if before != values:
            different.append((record, before, values))
    if not different:
        return []
    with transaction.atomic():
        rows = [{"id": record.pk, **values, "updated_at": now} for record, _before, values in different]
        bulk.update(type(different[0][0]), rows)
        done = _changed(different)
        if verb:
            data = {one.record.pk: data_of(one) for one in done}
            _tell([one.record for one in done], verb, by=by, data_of=lambda record: data[record.pk])
    return done


def _changed(different):
    done, last = [], None
    for record, before, values in different:
        if values is not last:  # often one for all
            last, after = values, _stored(values)
        done.append(Changed(record, _stored(before), after))
    return done


def _tell(records, verb, *, by, data_of):
    kind = f"{records[0].record_key}.{verb}"
    record_quietly(records, kind, by=by, data_of=lambda record: {**record.named(), **data_of(record)})


def changes_of(custom=()):
    """data_of for `updated`, where values of these custom fields may have changed."""
    named = any(field.kind == "member" for name in custom if (field := field_called(name)))
    called = dict(Member.objects.values_list("pk", "name")) if named else {}

    def data_of(changed):
        before, after = changed.before, changed.after
        own = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        told_of = told(own.pop("custom")[0], after["custom"], called) if "custom" in own else {}
        own.pop("custom_text", None)
        return {"changes": own | told_of}

    return data_of


def _stored(values):
    return {name: as_json(value) for name, value in values.items()}
