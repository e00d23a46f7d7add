"""python -m benchmarks.spellings: how many spellings of a name find each other, and how many other names do.

The tables names/pairs.txt and names/lookalikes.txt are written by hand: one pair a line, "Hussein | حسین". A pair
counts as found when either finds the other by the second key (crm_sounds.sql), as a search does. Recall is the share
of pairs that are found; precision that of pairs among all that is found in both tables, which are of one length.
Ends with an exit code of 1 when a floor is broken.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ground import ground

TABLES = Path(__file__).parent / "names"
RECALL, PRECISION = 0.95, 0.95
ASK = """
    SELECT one, other, crm_sounds(one) @@ crm_sounding(other) OR crm_sounds(other) @@ crm_sounding(one)
    FROM unnest(%s::text[], %s::text[]) AS pair(one, other)
"""


@dataclass(frozen=True)
class Score:
    """`missed` and `mistaken` are the pairs that were not found, and the look-alikes that were."""

    pairs: int
    lookalikes: int
    missed: tuple[tuple[str, str], ...]
    mistaken: tuple[tuple[str, str], ...]

    @property
    def recall(self):
        return 1 - len(self.missed) / self.pairs

    @property
    def precision(self):
        found = self.pairs - len(self.missed)
        return found / (found + len(self.mistaken))


def table(name):
    """[(one, other)] of a table."""
    lines = (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" | ")) for line in lines if line and not line.startswith("#")]


def score(cursor):
    """The Score of both tables. Needs an open cursor on a migrated database."""
    pairs, lookalikes = table("pairs"), table("lookalikes")
    missed = tuple((one, other) for one, other, found in _asked(cursor, pairs) if not found)
    mistaken = tuple((one, other) for one, other, found in _asked(cursor, lookalikes) if found)
    return Score(len(pairs), len(lookalikes), missed, mistaken)


def _asked(cursor, pairs):
    cursor.execute(ASK, [list(side) for side in zip(*pairs, strict=True)])
    return cursor.fetchall()


def main():
    with ground():
        from django.core.management import call_command  # noqa: PLC0415  # needs the settings
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            found = score(cursor)
    print(f"names: recall {found.recall:.1%} of {found.pairs} pairs, precision {found.precision:.1%}")
    print(f"  {len(found.mistaken)} of {found.lookalikes} look-alikes found: {_listed(found.mistaken)}")
    print(f"  not found: {_listed(found.missed)}")
    sys.exit(0 if found.recall >= RECALL and found.precision >= PRECISION else 1)


def _listed(pairs):
    return "; ".join(f"{one} | {other}" for one, other in pairs) or "none"


if __name__ == "__main__":
    main()
