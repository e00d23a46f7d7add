"""How a table's columns travel when a workspace moves to another installation, where every row gets another key.

Foreign keys are found by themselves. Whatever else may hold keys is declared beside its model, and a test fails while a
column that could hold any is not:

    archive_refs = {"column": carrier, …}     the columns that hold keys, and those that could and hold none (PLAIN)
    archive_words = ("assignee", …)           under which names JSON says keys of this table; names of foreign keys go
                                              without saying
    archive_ends = {"column": {before: after}}  work under way stays behind: how its row stands where it arrives
    archive_timers, archive_reminders         kinds of timers of its rows that come along; of reminders, those to come
    archive_actor = "rule"                    what events call rows of this table when they act
    archive_stays = "why"                     the whole table stays behind
    archive_where = "…"                       SQL: only those of its rows travel

Classes inherit these from their bases, a column at a time. crm.moving reads them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """No keys, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Ids:
    """A key, or a list of keys, of the model with this label."""

    label: str


@dataclass(frozen=True, slots=True)
class OfType:
    """The key of a record whose type another column names."""

    column: str = "record_type"


@dataclass(frozen=True, slots=True)
class OfActor:
    """The key of whoever did it, a member or a rule, as another column says."""

    column: str = "actor_kind"


@dataclass(frozen=True, slots=True)
class Words:
    """JSON in which keys stand under known names, and names of custom fields anywhere."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list was asked for: as in Words, and keys are texts as an address has them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Texts in which names of custom fields stand between other words."""


@dataclass(frozen=True, slots=True)
class ValueOf:
    """A stored value of a custom field whose kind another column says."""

    column: str = "kind"


@dataclass(frozen=True, slots=True)
class File:
    """The name of a file in the storage. It travels too."""


@dataclass(frozen=True, slots=True)
class FileParts:
    """JSON: a list of {"path": name of a file that another row brings along}. Those that are not there are left out."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A token: another one is drawn."""


@dataclass(frozen=True, slots=True)
class Once:
    """What must not be told twice is called by keys: it is kept apart from what is told from now on."""


@dataclass(frozen=True, slots=True)
class Left:
    """Stays behind; this stands there instead."""

    instead: str | int | bool | list | None = None

    __hash__ = object.__hash__


PLAIN = Plain()


def declared(model, name):
    """What a model and its bases declare under this name, the bases first: dicts as one, tuples as one."""
    found = [vars(base)[name] for base in reversed(model.__mro__) if name in vars(base)]
    if found and isinstance(found[0], dict):
        return {key: value for each in found for key, value in each.items()}
    return tuple(value for each in found for value in each)
