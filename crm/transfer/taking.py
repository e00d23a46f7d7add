"""What an import hands to a record type, and what it gets back: the type's `importer` is `take(batch) -> [Taken]`."""

from dataclasses import dataclass, field
from typing import Any

from crm.events.actors import System
from crm.tenants.models import Member


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A row whose cells have been understood. `values` are by import field; phones, e-mails and tags are lists."""

    line: int
    values: dict[str, Any]
    problems: tuple[str, ...] = ()  # sentences, in the importer's language
    kept: tuple[str, ...] = ()  # cells that fit nowhere, with their heads, for the record's note


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows to take in one transaction, for whom, and what to do with those that are already here."""

    rows: tuple[Prepared, ...]
    member: Member  # whose rights hold
    by: System  # whom the events name; its id is the import's
    owner: Member | None
    repeats: str  # ImportJob.Repeats
    tag: str = ""
    dry: bool = False  # only say what would become of the rows


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a row. `before` and `after` hold the values that changed, as JSON; `changes` tells them as events
    do: {field: [before, after]}."""

    line: int
    outcome: str  # ImportRow.Outcome: created, updated, skipped, failed
    record_id: int | None = None
    reason: str = ""
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    changes: dict[str, list] = field(default_factory=dict)
