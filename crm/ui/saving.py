"""Writing what a form of a record says: the same for pages, drawers, facts in their place, and programs."""

from django.core.exceptions import ValidationError


def make_record(form, *, by):
    """A new record from a valid RecordForm. Returns it."""
    kind, values = form.record_type, form.values()
    if kind.gather:
        values = kind.resolve("gather")(values)
    return kind.resolve("create")(by=by, **values)


def save_changes(record_type, record, values, *, by):
    """Write the values of a form; giving the record to somebody else is an act of its own."""
    if "owner" in values:
        owner = values.pop("owner")
        if owner != record.owner:
            record = record_type.resolve("assign")(record, to=owner, by=by)
    return record_type.resolve("update")(record, by=by, **values) if values else record


def or_fault(form, act, *args, **kwargs):
    """What `act` returns; None where it raises ValidationError, which then stands beside the fields it names."""
    try:
        return act(*args, **kwargs)
    except ValidationError as error:
        named = getattr(error, "error_dict", {})
        form.add_error(None, error if named.keys() <= form.fields.keys() else error.messages)
        return None
