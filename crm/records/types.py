"""The declaration of a record type: data only. One of these drives its list, search, import, panels and timeline."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.module_loading import import_string

from crm.access.policy import visible_to


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the list. `name` is an attribute path of the row; `cell` names how it is drawn."""

    name: str
    label: Any
    cell: str = "text"  # text person company phone email money day moment member tags stage next_step number
    sort: str = ""  # the model field its header sorts by; empty when it does not sort
    stays: bool = False  # still shown on a phone


@dataclass(frozen=True, kw_only=True)
class ImportField:
    """A field that an import can fill. `aliases` are head texts, in any language, that mean it."""

    name: str
    label: Any
    kind: str = "text"  # text phone email day money member tags choice
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A card that this type shows beside another type's record. `rows(record, member)` gives its rows."""

    on: str
    label: Any
    rows: str
    template: str = "ui/_related.html"


@dataclass(frozen=True, kw_only=True)
class RecordType:
    key: str
    model: str  # "app.Model"
    app: str  # URL namespace
    label: Any
    label_plural: Any
    icon: str
    form: str = ""
    create: str = ""  # action(by=…, **fields) → record
    update: str = ""  # action(record, by=…, **fields) → record
    filterset: str = ""
    scan: str = ""  # ScanModel with search_norm and tags
    columns: tuple[Column, ...] = ()
    default_sort: str = "-created_at"
    related: tuple[str, ...] = ()  # select_related of the list
    decorate: str = ""  # decorate(rows, member): attach what a page of rows needs, in a fixed number of queries
    import_fields: tuple[ImportField, ...] = ()
    match_keys: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    events: dict[str, Any] = field(default_factory=dict)  # event kind → sentence with %(actor)s and its data

    @property
    def model_class(self):
        return apps.get_model(self.model)

    @property
    def scan_class(self):
        return import_string(self.scan)

    def resolve(self, name) -> Callable:
        """The object behind one of the dotted paths."""
        return import_string(getattr(self, name))

    def visible(self, member, action="see"):
        """The records of this type that the member may see (or edit, …): the only start of a lookup."""
        return visible_to(self.model_class.objects.all(), member, action)

    def right(self, action):
        return f"{self.key}.{action}"

    def url(self, pk):
        return reverse(f"{self.app}:{self.key}", args=[pk])

    def list_url(self):
        return reverse(f"{self.app}:{self.key}_list")

    def create_url(self):
        return reverse(f"{self.app}:{self.key}_create")
