"""Slots: columns of a record's table that repeat custom values, so that an index sorts lists by them and finds their
ranges. There are five of each sort, the same for every workspace; fields that are `sortable` have one each.

The database keeps them in step with whatever is written (crm/records/sql/slots.sql). What was there before a field got
its slot is filled in by a worker, in pieces, and emptied by it when the field gives its slot up; until then the slot is
nobody else's.
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.events.timers import Again, run_soon
from crm.records import registry
from crm.records.fields.changing import changing
from crm.records.fields.columns import SLOTS
from crm.records.fields.kinds import KINDS
from crm.records.fields.models import CustomField
from crm.tenants.scope import current_tenant_id

TIMER = "records.slot"
AT_ONCE = 1_000
COLUMNS = ("sortable", "slot", "slot_ready", "slot_place")


def call_worker(field):
    """Whoever may change `sortable` calls this first: the worker, too, takes the timer before the definitions."""
    if KINDS[field.kind].slot:
        run_soon(TIMER, field.pk)


def give(field):
    """Give a new field, which no record has a value of, the slot that it asks for; unsaved. Raises ValidationError."""
    if field.sortable:
        field.slot, field.slot_ready = _free(field), True


def change(field):
    """Have the slot that the field asks for filled, or the one that it gives up emptied; unsaved.

    Raises ValidationError when every slot of its sort is taken."""
    if field.sortable and not field.slot:
        field.slot = _free(field)
    field.slot_ready, field.slot_place = False, 0


def _free(field):
    of_type = CustomField.objects.filter(record_type=field.record_type).exclude(slot="")
    slots = SLOTS[KINDS[field.kind].slot]
    taken = {each.slot: each for each in of_type if each.slot in slots}
    if free := [slot for slot in slots if slot not in taken]:
        return free[0]
    if ending := [each for each in taken.values() if not each.sortable]:
        text = _("The field %(field)s is just giving up its place. Try again in a minute.")
        raise ValidationError({"sortable": text % {"field": ending[0]}})
    text = _("At most five such fields can sort lists, and these do: %(fields)s. Untick one of them first.")
    named = str(pgettext("between the items of a list", ", ")).join(str(each) for each in taken.values())
    raise ValidationError({"sortable": text % {"fields": named}})


def work(field_id):
    """Fill or empty the slot of a piece of the records; called again until there are no more. See crm.events.timers."""
    field = CustomField.objects.filter(pk=field_id, slot_ready=False).exclude(slot="").first()
    if field is None:
        return None
    reached = _write_piece(field)
    if reached is None:
        return _end(field)
    CustomField.objects.filter(pk=field.pk).update(slot_place=reached)
    return Again()


@changing
def _end(field):
    """All records are done: lists are sorted by the field, or its slot is free. No record is held here, for those who
    write one hold the definitions."""
    field.slot, field.slot_ready = (field.slot, True) if field.sortable else ("", False)
    field.save(update_fields=["slot", "slot_ready"])


def _write_piece(field):
    """Write the slots of the next records. Returns the last one's key, None where there was none.

    They are locked in the order of their keys. A value that somebody is changing meanwhile is read when they are done.
    """
    model = registry.get(field.record_type).model_class
    table, slot = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(field.slot)
    sort = model._meta.get_field(field.slot).db_type(connection)
    value, asked = ("crm_slot(%s, custom -> %s)", [field.kind, field.key]) if field.sortable else ("NULL", [])
    piece = f"SELECT id FROM {table} WHERE tenant_id = %s AND id > %s ORDER BY id LIMIT %s"  # noqa: S608
    stale = f"SELECT id FROM {table} WHERE tenant_id = %s AND id > %s AND id <= %s"  # noqa: S608
    differs = f"{slot} IS DISTINCT FROM {value}::{sort} ORDER BY id FOR NO KEY UPDATE"
    written = f"UPDATE {table} AS record SET {slot} = {value}::{sort} FROM stale WHERE record.id = stale.id"  # noqa: S608
    tenant = current_tenant_id()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM ({piece}) piece", [tenant, field.slot_place, AT_ONCE])  # noqa: S608
        [last] = cursor.fetchone()
        if last is not None:
            cursor.execute(
                f"WITH stale AS ({stale} AND {differs}) {written} AND record.tenant_id = %s",
                [tenant, field.slot_place, last, *asked, *asked, tenant],
            )
    return last
