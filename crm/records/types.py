"""The declaration of a record type: data only. One of these drives its list, search, import, panels and timeline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.module_loading import import_string

from crm.access.policy import visible_to
from crm.lib.addresses import address, numbered


@dataclass(frozen=True, kw_only=True)
class Column:
    """A value of a record, in a list or among the facts of its page.

    `name` is an attribute path of the row (a method without arguments is called); `cell` names how it is drawn: text,
    name (the record itself), member, record (another record, linked when the reader may see it), choice, tags, phone,
    email, link, money (a pair: minor units, currency), number, day, moment, ago, next_step, lines,
    stage (name, place, of how many, tone).
    """

    name: str
    label: Any
    cell: str = "text"
    sort: str = ""  # the model field its header sorts by; empty when it does not sort
    phone: str = ""  # place in a phone's two-line row: end, sub or subend; otherwise it is left out there
    tones: Mapping[str, str] = field(default_factory=dict)  # choice: value → tone of its tag
    edit: str = ""  # the form field that changes it where it stands


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled group of facts on the record's page."""

    label: Any
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """How an event reads on a timeline. `text` may name %(actor)s and every value of the event's data; names that end
    in _at or _on are shown as a moment or a day, and amount_minor (beside currency) gives %(amount)s.

    `body` names the value that stands below the line. `words` is a dotted path of words(event) → dict, which replaces
    and adds values, and may give "text" (another sentence), "tags" (texts or ui cells) and "icon".
    """

    text: Any
    icon: str = ""
    tone: str = ""
    body: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportField:
    """A field that an import can fill. `aliases` are head texts, in any language, that mean it."""

    name: str
    label: Any
    kind: str = "text"  # text lines phone email link day tags choice country member
    aliases: tuple[str, ...] = ()
    required: bool = False
    tells: bool = False  # says whom or what a row is about; where no field is required, one of these must be there
    longest: int = 200  # letters, of text and lines
    beside: tuple[str, str] | None = None  # where a column fills the first field, a head of this one means the second


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A card that this type shows beside another type's record. `rows(record, member)` gives its rows."""

    on: str
    label: Any
    rows: str
    template: str = "ui/_related.html"


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """A value that document templates of a record type may write: `key` is its name there, as "client.address".

    `value(record)` gives it raw: a text, for "money" (minor units, currency), for "day" a date, for "moment" an
    aware datetime; None or "" when the record has none. It is called with the document's language active. Money
    brings `<key>_in_words` with it.
    """

    key: str
    label: Any
    value: Callable
    kind: str = "text"  # text lines money day moment phone code number
    sample: Any = None  # shown in previews; the label by default


@dataclass(frozen=True, kw_only=True)
class Correspondent:
    """Who outside the firm a record is about: whom its documents and mails go to, and in which language."""

    name: str
    email: str = ""
    language: str = ""  # empty: the workspace's


@dataclass(frozen=True, kw_only=True)
class RecordType:
    key: str
    model: str  # "app.Model"
    app: str  # URL namespace
    label: Any
    label_plural: Any
    icon: str
    label_new: Any = ""  # "New contact": three languages do not put it together in one way
    form: str = ""
    create: str = ""  # action(by=…, **fields) → record
    update: str = ""  # action(record, by=…, **fields) → record
    gather: str = ""  # gather(values) → the fields of `create`, from the flat values of a form or an imported line
    assign: str = "crm.records.actions.assign"
    delete: str = "crm.records.actions.delete"
    restore: str = "crm.records.actions.restore"
    filterset: str = ""
    scan: str = ""  # ScanModel with search_norm and tags
    face: str = ""  # person or company: initials beside the name; else the icon
    columns: tuple[Column, ...] = ()  # of the list; the first is the record's name
    default_sort: str = "-created_at"
    related: tuple[str, ...] = ()  # select_related of the list
    reads: tuple[str, ...] = ()  # with it a list fetches these and its columns' own fields only: ("owner__name",)
    decorate: str = ""  # decorate(rows, member): attach what a page of rows needs, in a fixed number of queries
    facts: tuple[Section, ...] = ()
    badges: tuple[Column, ...] = ()  # tags beside the name on its page
    summary: tuple[Column, ...] = ()  # what stands below the name there, and beside it in search
    key_facts: tuple[Column, ...] = ()  # the strip below that
    import_fields: tuple[ImportField, ...] = ()
    match_keys: tuple[str, ...] = ()
    importer: str = ""  # take(crm.transfer.taking.Batch) → [Taken], in the order of its rows
    importer_undo: str = ""  # undo(import rows, newest first) → lines that were taken back
    panels: tuple[Panel, ...] = ()
    placeholders: str = ""  # tuple of Placeholder; a type without any has no documents
    correspondent: str = ""  # correspondent(record) → Correspondent or None
    events: dict[str, Any] = field(default_factory=dict)  # event kind → Sentence, or its text alone

    @property
    def model_class(self):
        return apps.get_model(self.model)

    @property
    def scan_class(self):
        return import_string(self.scan)

    def resolve(self, name) -> Callable:
        """The object behind one of the dotted paths."""
        return import_string(getattr(self, name))

    def visible(self, member, action="see", *, mine=False):
        """The records of this type that the member may see (or edit, …), or owns: the only start of a lookup."""
        return visible_to(self.model_class.objects.all(), member, action, mine=mine)

    def lean(self, rows, sort):
        """Rows for a page of the list: without the fields that it does not show, where `reads` says what it does."""
        if not self.reads:
            return rows
        own = {field.name for field in self.model_class._meta.fields}
        shown = own.intersection(column.name for column in self.columns)
        return rows.only("tenant", sort.removeprefix("-"), *shown, *self.reads)

    def right(self, action):
        return f"{self.key}.{action}"

    def url(self, pk):
        return address(f"{self.app}:{self.key}", pk)

    def urls(self):
        """What `url` gives, as a function for many records at once."""
        return numbered(f"{self.app}:{self.key}")

    def list_url(self):
        return address(f"{self.app}:{self.key}_list")

    def create_url(self):
        return address(f"{self.app}:{self.key}_create")

    def path(self, verb, *args):
        """The address of `<app>:<key>_<verb>`."""
        return reverse(f"{self.app}:{self.key}_{verb}", args=args)
