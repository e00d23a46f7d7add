"""Who did it, when it was not a member: a form, a rule, an import, the system itself.

A Member is an actor too: anything with `actor_kind`, `actor_id` and `name` is.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class System:
    """An actor that is not a person. `depth` counts how many rules stand behind it, to stop rules in a circle;
    `asked_by` is the Member who had it done, where one did."""

    kind: str  # "form", "rule", "import", "handover", "bulk" or "system"
    name: str = ""
    id: int | None = None
    depth: int = 0
    asked_by: Any = None

    @property
    def actor_kind(self):
        return self.kind

    @property
    def actor_id(self):
        return self.id


SYSTEM = System(kind="system")


def person_behind(actor):
    """The member who did it or had it done; None where no person did."""
    return getattr(actor, "asked_by", None) if isinstance(actor, System) else actor
