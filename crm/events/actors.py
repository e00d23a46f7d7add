"""Who did it, when it was not a member: a form, a rule, an import, the system itself.

A Member is an actor too: anything with `actor_kind`, `actor_id` and `name` is.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class System:
    """An actor that is not a person. `depth` counts how many rules stand behind it, to stop rules in a circle."""

    kind: str  # "form", "rule", "import" or "system"
    name: str = ""
    id: int | None = None
    depth: int = 0

    @property
    def actor_kind(self):
        return self.kind

    @property
    def actor_id(self):
        return self.id


SYSTEM = System(kind="system")
