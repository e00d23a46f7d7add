"""What each page may cost: its median time as a multiple of the floor's, and its SQL statements, at a million people.

`growth` is the most that the page may slow down from ten thousand people to a million.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Page:
    key: str
    path: str  # {person} and {word} are filled in for each workspace
    times: float | None = None
    statements: int | None = None
    growth: float | None = None
    who: str = "owner"  # key of the role that asks: owners see all, reps their own among all


PAGES = (
    Page(key="people list", path="/people/", times=30, statements=12, growth=1.3),
    Page(key="people list, by name, far in", path="{deep}", times=30, statements=12, growth=1.3),
    Page(key="people list of a rep", path="/people/", who="rep", times=35, statements=12, growth=1.3),
    Page(key="a rep's own people", path="/people/?view=mine", who="rep", times=30, statements=12),
    Page(key="rare word search", path="/people/?q={word}", times=60, statements=12, growth=1.3),
    Page(key="person page", path="/people/{person}/", times=40, growth=1.3),
    Page(key="board", path="/deals/", times=60),
    Page(key="manager's page", path="/reports/"),
    Page(key="companies list", path="/companies/"),
    Page(key="global search", path="/search/?q={word}"),
)
SIZES = (10_000, 100_000, 1_000_000)
BOARD_DEALS = 50_000
SMALL_WORKSPACES, SMALL_PEOPLE = 200, 1_000
