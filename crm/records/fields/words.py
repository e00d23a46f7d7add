"""The words by which records are found, gathered anew where a field retires or returns, in a worker."""

from django.db import connection

from crm.events.timers import Again, run_soon
from crm.records import registry
from crm.records.fields.models import CustomField
from crm.records.fields.queries import fields_of
from crm.records.fields.values import SEARCHED
from crm.tenants.scope import current_tenant_id

TIMER = "records.words"
AT_ONCE = 2_000


def call_worker(field):
    """Whoever retires or restores a field calls this first: who writes a record waits for the definitions with the
    record in hand, for which the worker waits with the timer."""
    if field.kind in SEARCHED:
        run_soon(TIMER, field.pk)


def gather(field_id):
    """The handler of the field's timer: the next records that have a value of it and other words than
    values.words_of says. They are not told apart from before in any other way."""
    field = CustomField.objects.filter(pk=field_id).first()
    if field is None or not registry.knows(field.record_type):
        return None
    table = connection.ops.quote_name(registry.get(field.record_type).model_class._meta.db_table)
    names = [each.key for each in fields_of(field.record_type) if each.kind in SEARCHED]
    words = f"array_to_string(ARRAY[{', '.join(['custom ->> %s'] * len(names))}]::text[], ' ')"
    sql = f"""
        UPDATE {table} SET custom_text = {words} WHERE id IN (
            SELECT id FROM {table} WHERE tenant_id = %s AND custom ? %s AND custom_text IS DISTINCT FROM {words}
            ORDER BY id LIMIT %s FOR UPDATE)
    """  # noqa: S608  # names of columns and tables
    with connection.cursor() as cursor:
        cursor.execute(sql, [*names, current_tenant_id(), field.key, *names, AT_ONCE])
        return Again(0) if cursor.rowcount == AT_ONCE else None
