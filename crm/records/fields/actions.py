"""Fields made, changed, put in order, retired and restored; none is deleted, since records keep their values."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.events.record import record_event
from crm.l10n.numbers import format_number
from crm.records import registry
from crm.records.fields import slots, words
from crm.records.fields.changing import changing
from crm.records.fields.kinds import KINDS
from crm.records.fields.models import CustomField, Layout, UniqueValue
from crm.tenants.scope import current_tenant_id

HEADING = "section:"  # before the key of a section, in an order of headings and fields
MOST = 100  # fields of one record type, retired ones too
CHANGEABLE = ("name", "names", "hints", "options", "required", "unique", "default", "condition", "sortable")


@changing
def add_field(record_type, *, kind, name, by, **said):
    """A new field, last in order, of a registered type that is `customisable`; `said` are of CHANGEABLE.

    Records field.created. Raises ValidationError when there are too many, or too many that are sortable.
    """
    known = CustomField.objects.filter(record_type=record_type.key)
    if known.count() >= MOST:
        raise ValidationError(_("At most %(count)s fields. Use one that was retired.") % {"count": format_number(MOST)})
    position = (known.aggregate(last=Max("position"))["last"] or 0) + 1
    field = CustomField(record_type=record_type.key, kind=kind, name=name, position=position)
    _write(field, said)
    slots.give(field)
    field.save()
    record_event(field, "field.created", by=by, data={"name": name, "type": record_type.key, "kind": kind})
    return field


@transaction.atomic
def change_field(field, *, by, **said):
    """Change any of CHANGEABLE. Records field.changed with what was and what is; nothing when nothing did.

    Raises ValidationError when values that are to be unique are there twice, or too many fields sortable.
    """
    if "sortable" in said:
        slots.call_worker(field)
    return _change(field, by, said)


@changing
def _change(field, by, said):
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    before = {name: getattr(field, name) for name in said}
    _write(field, said)
    changes = {name: [before[name], getattr(field, name)] for name in said if before[name] != getattr(field, name)}
    if not changes:
        return field
    if "sortable" in changes:
        slots.change(field)
    field.save(update_fields={*changes, *(slots.COLUMNS if "sortable" in changes else ())})
    if "unique" in changes:
        _settle_claims(field)
    data = {"name": field.name, "type": field.record_type, "changed": changes}
    record_event(field, "field.changed", by=by, data=data)
    return field


def _write(field, said):
    for name, value in said.items():
        if name not in CHANGEABLE:
            raise TypeError(f"a field's {name} does not change")
        setattr(field, name, value)
    field.unique = field.unique and KINDS[field.kind].may_be_unique
    field.sortable = bool(field.sortable and KINDS[field.kind].slot)


@transaction.atomic
def retire_field(field, *, by):
    """Show the field nowhere any more; records keep its values, but are not found by its words, and no list is sorted
    by it until somebody says so again. Records field.retired; nothing if it was before."""
    slots.call_worker(field)
    words.call_worker(field)
    return _retire(field, timezone.now(), "field.retired", by)


@transaction.atomic
def restore_field(field, *, by):
    """Show the field again, with the values that records have, which are found by its words again. Records
    field.restored; nothing if it was not retired.

    Raises ValidationError as change_field does."""
    words.call_worker(field)
    return _retire(field, None, "field.restored", by)


@changing
def _retire(field, moment, kind, by):
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    if bool(field.retired_at) != bool(moment):
        field.retired_at = moment
        if field.sortable:
            field.sortable = False
            slots.change(field)
        field.save(update_fields=["retired_at", *slots.COLUMNS])
        if field.unique and not moment:
            _settle_claims(field)
        record_event(field, kind, by=by, data={"name": field.name, "type": field.record_type})
    return field


@changing
def arrange(record_type, order, *, by):
    """Put headings ("section:<key>") and fields, which `order` names, in this order; what it does not name stays in its
    section, what nobody knows is left out. Records layout.changed when the order is a new one."""
    layout = _layout(record_type)
    known = {section["key"]: section for section in layout.sections}
    names = {name for section in layout.sections for name in section["fields"]}
    keys = [key for name in order if (key := name.removeprefix(HEADING)) in known and name.startswith(HEADING)]
    sections = {key: [] for key in [*dict.fromkeys(keys), *(key for key in known if key not in keys)]}
    here = next(iter(sections))
    for name in dict.fromkeys(order):
        here = name.removeprefix(HEADING) if name.removeprefix(HEADING) in known and name.startswith(HEADING) else here
        if name in names:
            sections[here].append(name)
    for key, section in known.items():
        sections[key] += [name for name in section["fields"] if name not in order]
    return _keep(layout, [{**known[key], "fields": fields} for key, fields in sections.items()], by)


@changing
def add_section(record_type, *, name, names, by):
    """A heading more, the last one. Records layout.changed."""
    layout = _layout(record_type)
    taken = {section["key"] for section in layout.sections}
    key = next(key for n in range(1, len(taken) + 2) if (key := f"s{n}") not in taken)
    return _keep(layout, [*layout.sections, {"key": key, "name": name, "names": names, "fields": []}], by)


@changing
def rename_section(record_type, key, *, name, names, by):
    """Records layout.changed."""
    layout = _layout(record_type)
    sections = [{**each, "name": name, "names": names} if each["key"] == key else each for each in layout.sections]
    return _keep(layout, sections, by)


@changing
def remove_section(record_type, key, *, by):
    """Its fields go to the section before, or to the one after the first; the last one left stays. Records
    layout.changed."""
    layout = _layout(record_type)
    keys = [section["key"] for section in layout.sections]
    if key not in keys or len(keys) == 1:
        return layout
    place = keys.index(key)
    sections = [dict(section) for section in layout.sections]
    gone = sections.pop(place)
    other = sections[max(place - 1, 0)]
    other["fields"] = [*other["fields"], *gone["fields"]] if place else [*gone["fields"], *other["fields"]]
    return _keep(layout, sections, by)


@changing
def reset_layout(record_type, *, by):
    """Back to the order that the type comes with. Records layout.reset."""
    layout = Layout.objects.filter(record_type=record_type.key).first()
    if layout is not None:
        record_event(layout, "layout.reset", by=by, data={"type": record_type.key})
        layout.delete()


def _layout(record_type):
    """The type's Layout as it is now, locked; one that has not been stored says what stands on the pages."""
    saved = Layout.objects.select_for_update().filter(record_type=record_type.key).first()
    groups = [
        {"key": each.key, "name": each.name, "names": each.names or {}, "fields": list(each.fields)}
        for each in record_type.groups()
    ]
    return (
        saved
        if saved and saved.sections == groups
        else Layout(pk=saved.pk if saved else None, record_type=record_type.key, sections=groups)
    )


def _keep(layout, sections, by):
    if sections != layout.sections:
        layout.sections = sections
        layout.save()
        record_event(layout, "layout.changed", by=by, data={"type": layout.record_type})
    return layout


def _settle_claims(field):
    """Claim the values that records have of a field that is unique from now on. Raises ValidationError."""
    UniqueValue.objects.filter(field=field).delete()
    if not field.unique:
        return
    table = connection.ops.quote_name(registry.get(field.record_type).model_class._meta.db_table)
    found = f"SELECT id, crm_norm(custom ->> %s) AS value FROM {table} WHERE tenant_id = %s AND custom ? %s"  # noqa: S608
    twice = f"SELECT count(*) FROM (SELECT 1 FROM ({found}) each GROUP BY value HAVING count(*) > 1) more"  # noqa: S608
    into = f"INSERT INTO {UniqueValue._meta.db_table} (tenant_id, field_id, record_type, record_id, value)"
    claims = f"{into} SELECT %s, %s, %s, id, value FROM ({found}) each"  # noqa: S608
    asked = [field.key, current_tenant_id(), field.key]
    with connection.cursor() as cursor:
        cursor.execute(twice, asked)
        [count] = cursor.fetchone()
        if count:
            text = ngettext(
                "%(count)s value is there more than once: change those records first.",
                "%(count)s values are there more than once: change those records first.",
                count,
            )
            raise ValidationError({"unique": text % {"count": format_number(count)}})
        cursor.execute(claims, [current_tenant_id(), field.pk, field.record_type, *asked])
