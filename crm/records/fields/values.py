"""The custom values of one record: what it begins with, what a change makes of them, and the claims of unique ones.

Every action that writes records calls `put` before it saves and `claim` after, in its transaction.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from crm.l10n.dates import today
from crm.records.fields.conditions import fulfilled
from crm.records.fields.kinds import NOTHING, unique_text
from crm.records.fields.models import UniqueValue
from crm.records.fields.queries import field_called, fields_of
from crm.tenants.models import Member
from crm.tenants.scope import current_tenant, current_tenant_id

SEARCHED = ("text", "lines")  # kinds by whose words a record is found


def default_of(field, by):
    """The stored value that a new record has unless told otherwise; None for none."""
    if field.default == "today" and field.kind == "day":
        return today().isoformat()
    if field.default == "me" and field.kind == "member":
        return by.pk if isinstance(by, Member) else None
    return field.default


def put(record, given, *, by, new=False):
    """Give the record, which is locked or new, the stored values `given` ({field key: value, None takes it away}); a
    new one gets the defaults of the fields that are not named. Returns {column: value} of what is to be saved."""
    if given:
        hold()
    return settle(record, given or {}, by=by, new=new)


def settle(record, given, *, by, new=False):
    """`put` for many records, by whoever holds the definitions already."""
    if new:
        given = {**_defaults(record, given, by), **given}
    values = {**record.custom, **given}
    record.custom = {name: value for name, value in values.items() if value not in NOTHING}
    written = {"custom": record.custom}
    if hasattr(record, "custom_text"):
        written["custom_text"] = record.custom_text = words_of(record)
    return written


def _defaults(record, given, by):
    found = {}
    for field in fields_of(record.record_key):
        value = None if field.key in given else default_of(field, by)
        if value not in NOTHING and fulfilled(field, {**record.custom, **found, **given}.get, record):
            found[field.key] = value
    return found


def words_of(record):
    """The words of its custom fields by which a record is found."""
    fields = (field for field in fields_of(record.record_key) if field.kind in SEARCHED)
    return " ".join(filter(None, (record.custom.get(field.key) for field in fields)))


def told(before, after, called=None):
    """{field key: [before, after]} of what differs, as an event keeps it: a colleague by name, of `called` if given."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    members = [name for name in names if (field := field_called(name)) and field.kind == "member"]
    ids = {values[name] for name in members for values in (before, after) if name in values}
    if called is None:
        called = dict(Member.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return {
        name: [called.get(value, "") if name in members else value for value in (before.get(name), after.get(name))]
        for name in names
    }


def claim(record, before=None):
    """Make the record's values of unique fields its own, `before` being what it had.

    Raises ValidationError({field key: why}) for a value that another record has, also one that is being saved just now:
    of two at once the database lets one.
    """
    before = before or {}
    for field in fields_of(record.record_key):
        value = record.custom.get(field.key)
        if not field.unique or value == before.get(field.key):
            continue
        UniqueValue.objects.filter(field_id=field.pk, record_id=record.pk).delete()
        if value is not None:
            _take(record, field, unique_text(value))


def _take(record, field, text):
    try:
        with transaction.atomic():
            UniqueValue.objects.create(
                field_id=field.pk, record_type=record.record_key, record_id=record.pk, value=text
            )
        return
    except IntegrityError:
        holder = UniqueValue.objects.select_for_update().filter(field_id=field.pk, value=text).first()
    rows = type(record).objects.filter(pk=holder.record_id) if holder else None
    if rows is not None and not rows.exists():  # gone since, without a trace
        holder.record_id = record.pk
        holder.save(update_fields=["record_id"])
        return
    if rows is not None and rows.filter(deleted_at__isnull=False).exists():
        raise ValidationError({field.key: _("A deleted record has this value. Purge that one, or choose another.")})
    raise ValidationError({field.key: _("Another record has this value already.")})


def hold():
    """Keep the definitions as they are to the end of the transaction: who changes them waits for us, we for them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields_mark FROM tenants_tenant WHERE id = %s FOR SHARE", [current_tenant_id()])
        [mark] = cursor.fetchone()
    tenant = current_tenant()
    if tenant is not None:
        tenant.fields_mark = mark
