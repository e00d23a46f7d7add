"""Who may call what: one module per URL namespace, each with a list ROWS. A URL without a row fails the build."""

from collections.abc import Callable
from dataclasses import dataclass, field

ROLES = ("owner", "manager", "rep", "agent", "reader")


def NOTHING(cast):  # noqa: N802  # the arguments of a URL that names no object
    return ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One URL (and method) with the status each role gets. A sixth party, another firm's owner, always gets 404.

    `args(cast)` makes the objects the URL names, usually owned by `cast.rep`, and returns the URL's arguments;
    it runs inside acme's scope. `data(cast, args)` gives the body of a POST. Public URLs set `public` to the
    status a stranger gets, and roles are not asked.
    """

    url: str
    method: str = "get"
    args: Callable = NOTHING
    data: Callable = field(default=lambda cast, args: {})
    owner: int = 200
    manager: int = 200
    rep: int = 200
    agent: int = 200
    reader: int = 200
    public: int | None = None
    by_token: bool = False  # for programs: everybody comes with a token, a stranger without one
    names_object: bool = True  # whether the arguments name something of the workspace

    def __str__(self):
        return f"{self.method.upper()} {self.url}"
