"""A workspace's own fields on a web form: which it may ask for, and what becomes of a visitor's answers."""

from crm.access.fields import hidden_fields
from crm.records import registry
from crm.records.fields.kinds import unique_text
from crm.records.fields.queries import fields_of
from crm.records.models import UniqueValue
from crm.ui.timeline import custom_words

BECOMES = ("contact", "deal")  # the types of the records that a request becomes
UNASKED = ("member",)  # kinds: who the colleagues are is not a visitor's business


def askable():
    """{name: CustomField} of the fields that forms may ask for, in order."""
    return {field.key: field for key in BECOMES for field in fields_of(key) if field.kind not in UNASKED}


def choices(member):
    """(name, words) of those that the member may put on a form: what their role hides is not offered."""
    hidden = {key: hidden_fields(member, key) for key in BECOMES}
    return [
        (name, f"{registry.get(field.record_type).label}: {field}")
        for name, field in askable().items()
        if name not in hidden[field.record_type]
    ]


def answered(key, data, known=None):
    """({field key: stored value} that the record of this type takes, lines about the answers that it does not take).

    What is known of the person stays as it is, and what another record has alone stays with that one: nobody turns a
    visitor away for it, so whoever calls them back reads it.
    """
    values, lines = {}, []
    for field in fields_of(key):
        value = data.get(field.key)
        if value is None or (known is not None and known.custom.get(field.key) == value):
            continue
        if (known is not None and field.key in known.custom) or _is_taken(field, value):
            lines.append(f"{field}: {custom_words(field, value)}")
        else:
            values[field.key] = value
    return values, lines


def _is_taken(field, value):
    return field.unique and UniqueValue.objects.filter(field_id=field.pk, value=unique_text(value)).exists()
