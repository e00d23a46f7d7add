"""What a table shows: plain, preformatted values. Templates decide nothing about them and touch no model."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

NUMERIC = frozenset({"money", "number"})


class Cell(NamedTuple):
    """One value, already in the reader's language, digits and calendar.

    kind: text · name · person · company · member · tag · tags · phone · email · link · money · number · day · moment ·
    next_step · stage · muted · yes. An empty value shows a dash.
    """

    text: str = ""
    kind: str = "text"
    url: str = ""  # text, name, person, company: where the value leads
    sub: str = ""  # name, person, company: a second line · day, moment: the full moment, shown on hover
    tone: str = ""  # tag, stage, and any face or glyph
    icon: str = ""  # tag, name
    state: str = ""  # next_step: planned | today | overdue | none | done
    step: int = 0  # stage, name: place in the order …
    total: int = 0  # … of so many
    items: tuple[str, ...] = ()  # tags


@dataclass(frozen=True, slots=True)
class Head:
    key: str
    label: str
    kind: str = "text"
    sort: str = ""  # "" | ascending | descending: how the list is sorted now
    url: str = ""  # where sorting by this column leads; empty when it cannot be sorted
    phone: str = ""  # place in the phone's two-line row: end | sub | subend, or hidden

    @property
    def attributes(self) -> SafeString:
        return _attributes(self.kind, self.phone)


@lru_cache(maxsize=256)
def _attributes(kind, phone):
    numeric = ' class="num"' if kind in NUMERIC else ""
    return mark_safe(numeric + (f' data-m="{phone}"' if phone else ""))  # noqa: S308 - no user text


@dataclass(frozen=True, slots=True)
class Row:
    pk: int
    title: Cell
    cells: tuple[Cell, ...] = ()
    url: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    caption: str  # read out, not shown: what the table holds and how it is sorted
    title: Head
    heads: tuple[Head, ...] = ()
    rows: tuple[Row, ...] = ()
    selectable: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Where a keyset page stands. `total` is words ("1–50 of 10,000+"); an empty url means no page that way."""

    total: str
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class View:
    label: str
    url: str
    count: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter, and where the list is without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter bar: chips of what is on; `form` (GET) holds every filter that may be added.

    With `form_url` instead, the form is fetched when it is opened (ui/_filter_form.html).
    """

    chips: tuple[Chip, ...] = ()
    form: object = None
    form_url: str = ""
    clear_url: str = ""
    total: str = ""
    keep: tuple[tuple[str, str], ...] = field(default=())  # other parameters (view, sort) the form must carry on
    builder_url: str = ""  # where conditions in groups are put together
    remark: str = ""  # what of them is not heeded, and why; remark_url leads to the list without them
    remark_url: str = ""
