"""The declaration of a record type: data only. One of these drives its list, search, import, panels and timeline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import pgettext_lazy

from crm.access.fields import hidden_fields, is_custom
from crm.access.policy import visible_to
from crm.lib.addresses import address, numbered
from crm.records.fields.columns import derived
from crm.records.fields.layouts import arranged
from crm.records.fields.queries import definitions, fields_of, slot_of

# What happens to records of any type, as webhooks name it: {verb in the past tense: its name}.
HAPPENS = {
    "created": pgettext_lazy("event", "Created"),
    "updated": pgettext_lazy("event", "Changed"),
    "assigned": pgettext_lazy("event", "Given to another owner"),
    "tagged": pgettext_lazy("event", "Tag added"),
    "untagged": pgettext_lazy("event", "Tag taken off"),
    "shared": pgettext_lazy("event", "Shared"),
    "unshared": pgettext_lazy("event", "No longer shared"),
    "deleted": pgettext_lazy("event", "Deleted"),
    "restored": pgettext_lazy("event", "Brought back"),
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A value of a record, in a list or among the facts of its page.

    `name` is an attribute path of the row (a method without arguments is called); `cell` names how it is drawn: text,
    name (the record itself), member, record (another record, linked when the reader may see it), choice, tags, phone,
    email, link, money (a pair: minor units, currency), number, day, moment, ago, next_step, lines, yes,
    colleague (the id of a member), stage (name, place, of how many, tone).
    """

    name: str
    label: Any
    cell: str = "text"
    sort: str = ""  # the model field, or custom field, its header sorts by; empty when it does not sort
    phone: str = ""  # place in a phone's two-line row: end, sub or subend; otherwise it is left out there
    tones: Mapping[str, str] = field(default_factory=dict)  # choice: value → tone of its tag
    labels: Mapping[str, str] = field(default_factory=dict)  # choice, tags: value → what it is called
    edit: str = ""  # the form field that changes it where it stands
    field: str = ""  # whose value it shows, where neither `edit` nor `name` says so
    api: str = ""  # the attribute that programs read, and its name there, where `name` is made for lists

    @classmethod
    def custom(cls, field):
        """The column of a field of the workspace's own."""
        labels = field.labels() if field.options else {}
        return cls(
            name=field.key, label=str(field), cell=field.look.cell, edit=field.key, labels=labels,
            sort=field.key if field.sorting else "",
        )  # fmt: skip

    @property
    def about(self):
        """The field that a role may hide, by the name that Role.fields has for it."""
        return self.field or self.edit or self.name


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
    kind: str = "text"  # text lines phone email link day tags choice country member; number money yes option options
    aliases: tuple[str, ...] = ()
    required: bool = False
    tells: bool = False  # says whom or what a row is about; where no field is required, one of these must be there
    longest: int = 200  # letters, of text and lines
    beside: tuple[str, str] | None = None  # where a column fills the first field, a head of this one means the second
    instead: tuple[str, ...] = ()  # where no column fills any of these, the first head of this one means the first

    @classmethod
    def custom(cls, field):
        """That of a field of the workspace's own, which any of its names means."""
        look, names = field.look, (field.name, *field.names.values())
        return cls(name=field.key, label=str(field), kind=look.imported, aliases=names, longest=look.longest)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A card that this type shows beside another type's record. `rows(record, member)` gives its rows."""

    on: str
    label: Any
    rows: str
    template: str = "ui/_related.html"
    field: str = ""  # the type's own field that makes the link: for whom it is hidden, so is the card


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
    tells: tuple[str, ...] = ()  # "<record key>.<field>" whose values it may print
    sample: Any = None  # shown in previews; the label by default


@dataclass(frozen=True, kw_only=True)
class Correspondent:
    """Who outside the firm a record is about: whom its documents and mails go to, and in which language."""

    name: Any  # as text in whatever language is active then
    email: str = ""
    language: str = ""  # empty: the workspace's


@dataclass(frozen=True, kw_only=True)
class Estate:
    """A part of what a member owns of a type, handed over as one when the member leaves or is away.

    `condition` says which rows belong to it. What says who did something `stays` unless somebody chooses otherwise;
    what `needs_owner` cannot be nobody's.
    """

    key: str = ""
    label: Any = None  # the type's own plural, if none
    condition: Q = Q()
    stays: bool = False
    needs_owner: bool = False


@dataclass(frozen=True, kw_only=True)
class RecordType:
    key: str
    model: str  # "app.Model"
    app: str  # URL namespace
    slug: str = ""  # what addresses of the API call many of them; a type without one is not there
    label: Any
    label_plural: Any
    icon: str
    press: str = ""  # the key that makes one, after n
    label_new: Any = ""  # "New contact": three languages do not put it together in one way
    form: str = ""
    create: str = ""  # action(by=…, **fields) → record
    update: str = ""  # action(record, by=…, **fields) → record
    gather: str = ""  # gather(values) → the fields of `create`, from the flat values of a form or an imported line
    plain: tuple[
        str, ...
    ] = ()  # form fields that are one column each and need nothing else done: changed for many at once
    assign: str = "crm.records.actions.assign"
    delete: str = "crm.records.actions.delete"
    restore: str = "crm.records.actions.restore"  # empty: such records are never deleted
    binned: Q = Q()  # which of the deleted ones stand in the recycle bin by themselves
    estates: tuple[Estate, ...] = (Estate(),)  # what of it a member who leaves hands over
    filterset: str = ""
    conditions: str = ""  # conditions() → (crm.ui.where.fields.Field, …): what filters in groups may ask of
    scan: str = ""  # ScanModel with search_norm and tags
    personal: bool = False  # about people: who opens, lists or finds such records is kept in the audit trail
    face: str = ""  # person or company: initials beside the name; else the icon
    columns: tuple[Column, ...] = ()  # the list begins with these; the first is the record's name
    default_sort: str = "-created_at"
    related: tuple[str, ...] = ()  # select_related of the list
    reads: tuple[str, ...] = ()  # with it a list fetches its columns' fields and these alone: ("number", "owner__name")
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
    customers: tuple[str, ...] = ()  # links to records whose own fields its documents may write too
    correspondent: str = ""  # correspondent(record) → Correspondent or None
    events: dict[str, Any] = field(default_factory=dict)  # event kind → Sentence, or its text alone
    announced: Mapping[str, Any] = field(default_factory=lambda: HAPPENS)  # what webhooks can be told of: {verb: name}
    customisable: bool = False  # workspaces may add fields: `form` is a RecordForm, create and update take `custom`

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

    def gone(self, member, action="see"):
        """The deleted records in the recycle bin that the member could see, or may bring back ("delete")."""
        return visible_to(self.model_class.objects.all(), member, action, gone=True).filter(self.binned)

    def guarded(self):
        """The columns whose fields a role may hide or close: the facts of the page, but for what the record is called.
        Each field once, in the order of the page."""
        names = self.name_columns()
        return list({column.about: column for column in self.all_facts() if column.about not in names}.values())

    def name_columns(self):
        """The columns of the table that say what a record is called."""
        called = self.columns[0].about if self.columns else ""
        return self.model_class.stored_in.get(called, (called,))

    def sections(self):
        """The facts of the page as the workspace has arranged them, those of its own fields among them."""
        facts = {column.about: column for column in self.all_facts()}
        return tuple(
            Section(label=group.label, columns=tuple(facts[name] for name in group.fields)) for group in self.groups()
        )

    def groups(self):
        """[layouts.Group]: in which order and under which headings forms and pages have the fields."""
        declared = [(each.label, [column.about for column in each.columns]) for each in self.facts]
        return arranged(self.key, declared)

    def imported(self):
        """The ImportFields, those of the workspace's own fields after those declared."""
        return (*self.import_fields, *(ImportField.custom(field) for field in fields_of(self.key)))

    def is_arranged(self):
        """Whether the workspace has given the fields an order of its own."""
        return self.key in definitions().layouts

    def all_facts(self):
        """The columns of the facts as declared, then those of the workspace's own fields."""
        declared = [column for section in self.facts for column in section.columns]
        return [*declared, *(Column.custom(field) for field in fields_of(self.key))]

    def shown(self, columns, member):
        """Those of the columns that the member's role does not hide."""
        hidden = hidden_fields(member, self.key)
        return tuple(column for column in columns if column.about not in hidden) if hidden else tuple(columns)

    def offered(self, member):
        """Every column that the member's list can have: those it begins with, then what else its page tells."""
        once = {}
        for column in (*self.columns, *self.badges, *self.all_facts()):
            once.setdefault(column.name, column)
        return self.shown(once.values(), member)

    def columns_for(self, member, names=()):
        """The columns of the list: those chosen by name, the record's own name first; without a choice, the type's."""
        if not names:
            return self.shown(self.columns, member)
        offered = {column.name: column for column in self.offered(member)}
        return tuple(offered[name] for name in dict.fromkeys([self.columns[0].name, *names]) if name in offered)

    def lean(self, rows, sort, columns=()):
        """Rows for a page of the list: without the fields that it does not show, where `reads` says what else it needs.
        What that says of a related record is fetched where a column shows the record."""
        if not self.reads:
            return rows
        own = {field.name for field in self.model_class._meta.fields}
        stored = getattr(self.model_class, "stored_in", {})
        names = ["custom" if is_custom(column.name) else column.name for column in columns or self.columns]
        shown = own.intersection(name for each in names for name in (each, *stored.get(each, ())))
        sorted_by = sort.removeprefix("-")
        sorted_by = slot_of(sorted_by) if is_custom(sorted_by) else sorted_by
        reads = [path for path in self.reads if "__" not in path or path.partition("__")[0] in shown]
        related = [name for name in self.related if name in shown]
        return with_related(rows.select_related(None), related).only("tenant", sorted_by, *shown, *reads)

    def called(self, rows):
        """Rows for a text that names them, and leads to their pages."""
        return self.lean(rows, self.default_sort, self.columns[:1])

    def stated(self, rows, *related):
        """The rows with these related ones, and without the columns that the database makes of others."""
        return with_related(rows, related).defer(*derived(self.model_class, *related))

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
        return address(f"{self.app}:{self.key}_{verb}", *args)


def with_related(rows, names):
    """The rows with the related ones of these names: none where there are no names, for which Django's own
    `select_related` would fetch every one there is."""
    return rows.select_related(*names) if names else rows
