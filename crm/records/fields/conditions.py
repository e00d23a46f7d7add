"""Whether a field is to be shown, by what another one says."""

from crm.access.fields import is_custom
from crm.records.fields.kinds import NOTHING
from crm.records.fields.queries import field_called


def fulfilled(field, value_of, record=None):
    """Whether the field is to be shown where `value_of(name)` is the stored value of a custom field; that of one of the
    type's own is asked of it as well, else of `record`. A field whose own condition fails counts as empty; one that is
    retired says nothing, so what hung on it is shown."""
    seen = set()
    while field is not None and field.condition and field.key not in seen:
        seen.add(field.key)
        name, wanted = field.condition["field"], field.condition.get("values", [])
        other = field_called(name)
        if is_custom(name) and (other is None or other.retired_at):
            return True
        value = value_of(name)
        if value is None and record is not None and not is_custom(name):
            value = getattr(record, name, None)
        if not _meets(value, wanted):
            return False
        field = other
    return True


def _meets(value, wanted):
    if value in NOTHING:
        return False
    values = value if isinstance(value, list | tuple) else [value]
    return not wanted or any(each in wanted for each in values)


def hangs_on(field):
    """The names of the fields on whose values it depends whether this one is shown, the nearest first."""
    names = []
    while field is not None and field.condition and field.condition["field"] not in names:
        names.append(field.condition["field"])
        field = field_called(names[-1])
    return names
