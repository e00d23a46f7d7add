"""What record pages and boards show: plain, preformatted values, as tables.py has them for lists."""

from dataclasses import dataclass

from crm.ui.tables import Cell


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a menu. A `post` option is a small form; `drawer` and `modal` open beside or over the page."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    drawer: bool = False
    modal: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value; with edit_url (GET: a small form, POST: saves) it can be edited where it stands."""

    key: str
    label: str
    cell: Cell
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    label: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the path. state: done | now | todo. `asks`: moving there needs an answer first (a modal)."""

    key: str
    label: str
    state: str = "todo"
    days: int | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `line` is a translated sentence (safe HTML when built by format_html)."""

    icon: str
    line: str
    time: str
    moment: str = ""  # ISO, for <time datetime>
    body: str = ""
    tone: str = ""
    small: bool = False
    tags: tuple[Cell, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RelatedItem:
    title: str
    url: str = ""
    sub: str = ""
    icon: str = ""
    end: Cell | None = None
    tag: Cell | None = None
    step: int = 0
    total: int = 0
    tone: str = ""
    download: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A board card. move_url takes POST stage=<key>; GET ?stage=<key> gives the question of a stage that asks."""

    pk: int
    title: str
    url: str
    move_url: str = ""  # empty: the reader may not move it
    who: str = ""
    who_icon: str = "user"
    amount: str = ""
    days: int = 0
    rot: str = ""
    next_state: str = "none"
    next_text: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    step: int
    total: int
    tone: str
    count: str
    sum: str
    weighted: str
    probability: str
    cards: tuple[Card, ...] = ()
    more_url: str = ""
    create_url: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class DropZone:
    """Where a dragged card ends its journey: won, lost."""

    key: str
    label: str
    icon: str
    tone: str
    asks: bool = False
