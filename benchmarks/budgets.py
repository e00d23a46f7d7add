"""What each page may cost: its median time as a multiple of the floor's, and its SQL statements, at a million people.

`growth` is the most that the page may slow down from ten thousand people to a million.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Page:
    key: str
    path: str  # what stands in braces is filled in for each workspace (measure.places)
    times: float | None = None
    statements: int | None = None
    growth: float | None = None
    who: str = "owner"  # key of the role that asks: owners see all, reps their own among all
    target: str = ""  # the part of a page that a script asks for
    unchanged: bool = False  # nothing in the workspace changes between two looks, so that kept totals stand


PAGES = (
    Page(key="people list", path="/people/", times=30, statements=12, growth=1.3),
    Page(key="people list, by name, far in", path="{deep}", times=30, statements=12, growth=1.3),
    Page(key="people list of a rep", path="/people/", who="rep", times=30, statements=12, growth=1.3),
    Page(key="a rep's own people", path="/people/?view=mine", who="rep", times=30, statements=12),
    Page(key="rare word search", path="/people/?q={word}", times=60, statements=12, growth=1.3),
    Page(key="person page", path="/people/{person}/", times=40, growth=1.3),
    Page(key="board", path="/deals/", times=60),
    Page(key="people list, unchanged", path="/people/", unchanged=True),
    Page(key="board, unchanged", path="/deals/", unchanged=True),
    Page(key="manager's page", path="/reports/"),
    Page(key="companies list", path="/companies/"),
    Page(key="deals list", path="/deals/table/"),
    Page(key="deal page", path="/deals/{deal}/"),
    Page(key="today", path="/today/"),
    Page(key="tasks", path="/tasks/"),
    Page(key="global search", path="/search/?q={word}"),
    Page(key="people by conditions in groups", path="/people/?where={where}"),
    Page(key="people added this year", path="/people/?sort=-created_at"),
    Page(key="recycle bin", path="/bin/"),
    Page(key="bell", path="/notices/"),
    Page(key="imports", path="/imports/"),
    # as one types
    Page(key="type-ahead of people", path="/search/pick/contact/?q={begin}", times=15),
    Page(key="type-ahead of deals", path="/search/pick/deal/?q={begin}", times=15),
    Page(key="type-ahead, nothing typed", path="/search/pick/contact/", times=15),
    Page(key="palette as one types", path="/search/?q={begin}", target="palette-found"),
    Page(key="palette, nothing typed", path="/search/", target="palette-found"),
    *(
        Page(key=f"settings: {name}", path=f"/settings/{path}", times=30)
        for name, path in {
            "general": "general/",
            "profile": "profile/",
            "notifications": "notifications/",
            "members": "members/",
            "role": "roles/{role}/",
            "log of rights": "roles/log/",
            "hours": "hours/",
            "security": "security/",
            "fields": "fields/contact/",
            "audit": "audit/",
            "backups": "backups/",
            "failed work": "failures/",
            "documents": "documents/",
            "pipeline": "pipelines/{pipeline}/",
            "forms": "forms/",
            "tokens": "tokens/",
            "webhooks": "webhooks/",
        }.items()
    ),
)
SIZES = (10_000, 100_000, 1_000_000)
BOARD_DEALS = 50_000
SMALL_WORKSPACES, SMALL_PEOPLE = 200, 1_000

# many records at once, in a worker beside members who read
BULK_RECORDS, BULK_SECONDS, BULK_SLOWS = 100_000, 60, 4 / 3

# members at once: the slowest of twenty answers, against the median of one member alone
CROWD, CROWD_TIMES = 50, 10
