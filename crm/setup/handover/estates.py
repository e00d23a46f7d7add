"""What a member owns, as the record types declare it (records.types.Estate)."""

from dataclasses import dataclass

from crm.records import registry
from crm.records.types import Estate, RecordType


@dataclass(frozen=True, slots=True)
class Holding:
    """An estate of one type, in the hands of one member; `size` counts what `by` may give away of it."""

    kind: RecordType
    estate: Estate
    size: int = 0

    @property
    def key(self):
        return f"{self.kind.key}_{self.estate.key}".rstrip("_")

    @property
    def label(self):
        return self.estate.label or self.kind.label_plural

    def rows(self, member, by):
        """The records of `member` in it that `by` may assign, oldest first."""
        rows = self.kind.visible(by, "assign").filter(self.estate.condition, owner=member)
        return rows.order_by("pk")


def holdings():
    """Every estate there is. Those that hang on other records come last: whoever has those can open them already."""
    found = [Holding(kind, estate) for kind in registry.all_types() for estate in kind.estates]
    return sorted(found, key=lambda one: hasattr(one.kind.model_class, "record_type"))


def holdings_of(member, by):
    """The estates of which the member has anything that `by` may give away, each with its size."""
    counted = (Holding(one.kind, one.estate, one.rows(member, by).order_by().count()) for one in holdings())
    return [one for one in counted if one.size]


def holding(key, estate):
    """The Holding of a type's key and an estate's. Raises LookupError when no type declares it (any more)."""
    found = next((one for one in holdings() if (one.kind.key, one.estate.key) == (key, estate)), None)
    if found is None:
        raise LookupError(f"no record type hands over {key}/{estate}")
    return found


def label_of(key, estate):
    """How an estate is called, also one that is no longer declared."""
    try:
        return holding(key, estate).label
    except LookupError:
        return registry.get(key).label_plural if registry.knows(key) else key
