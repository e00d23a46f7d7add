"""What a role says of single fields: hidden, or to be read only. Every surface that shows, takes, finds or adds up a
field asks here; what the database hands out is blanked besides (crm.access.masking)."""

from crm.access.catalogue import HIDDEN

CUSTOM = "cf_"  # names of a workspace's own fields begin so


def is_custom(name):
    """Whether a field's name is that of one of the workspace's own (crm.records.fields)."""
    return name.startswith(CUSTOM)


def hidden_fields(member, key):
    """The fields of record type `key` that the member may not learn of, by any way."""
    return frozenset(name for name, said in member.role.fields.get(key, {}).items() if said == HIDDEN)


def closed_fields(member, key):
    """The fields of record type `key` that the member may not write: those hidden, and those to be read only."""
    return frozenset(member.role.fields.get(key, ()))


def hides(member, key, field):
    return field in hidden_fields(member, key)
