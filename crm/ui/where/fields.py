"""The fields that conditions may ask of: each record type gives its own (`RecordType.conditions`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.access.fields import hidden_fields
from crm.access.models import Team
from crm.access.policy import scope_of
from crm.records.fields.queries import fields_of

# The workspace's own kinds (crm.records.fields.kinds) as conditions know them; the others are called alike.
CUSTOM_KINDS = {"lines": "text", "choices": "tags"}


class Folded(Func):
    """All of a text as people compare it."""

    function = "crm_norm"
    output_field = TextField()


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field by the name that addresses have for it.

    kind: text, phone, number, money, day, moment, choice, member, tags, yes, record (crm.ui.where.kinds).
    """

    name: str
    label: Any
    kind: str = "text"
    column: str = ""  # what stores it, if not called so; of a link, the column of its id
    about: str = ""  # the field that a role may hide, if not called so
    folded: str = ""  # text: the stored column that has it folded
    either: str = ""  # text: a second such column, which counts as much
    indexed: bool = False  # text, phone: stands near the beginning of what the type is searched by
    choices: Callable = tuple  # choice: () → [(stored value, label)]
    record: str = ""  # record: the key of its type
    currency: str = ""  # money: the column of the currency
    decimals: int = 0  # number
    key: str = ""  # its place in the column `custom`, of a field of the workspace's own
    slot: str = ""  # the column that repeats it, whose index finds ranges

    @property
    def stored(self):
        return self.column or self.name

    def options(self):
        """{text as addresses have it: (stored value, label)}"""
        return {str(value): (value, str(label)) for value, label in self.choices()}

    def texts(self):
        """The value folded, as expressions that are never NULL, in each of the forms it has."""
        if self.folded:
            return [F(column) for column in (self.folded, self.either) if column]
        stored = Coalesce(KeyTextTransform(self.key, "custom"), Value("")) if self.key else F(self.stored)
        return [Folded(stored)]


def own_fields(member, key):
    """What every record can be asked for."""
    yield Field(name="owner", label=_("Owner"), kind="member", column="owner_id")
    if scope_of(member, key, "see") in ("tree", "all"):
        yield Field(name="team", label=_("Team"), kind="choice", column="team_id", choices=_teams)
    yield Field(name="tags", label=_("Tags"), kind="tags")
    yield Field(name="created_at", label=_("Added"), kind="moment")
    yield Field(name="updated_at", label=_("Last changed"), kind="moment")


def custom_fields(key):
    """The fields that the workspace has added to records of this type."""
    return [
        Field(
            name=each.key, key=each.key, label=str(each), kind=CUSTOM_KINDS.get(each.kind, each.kind),
            slot=each.sorting, choices=lambda each=each: list(each.labels().items()),
        )
        for each in fields_of(key)
    ]  # fmt: skip


def _teams():
    return [(team.pk, team) for team in Team.objects.order_by("name")]


def askable(record_type, member):
    """{name: Field} that the member may ask of records of this type: what their role hides is not among them."""
    if not record_type.conditions:
        return {}
    hidden = hidden_fields(member, record_type.key)
    declared = record_type.resolve("conditions")()
    fields = (*declared, *own_fields(member, record_type.key), *custom_fields(record_type.key))
    return {field.name: field for field in fields if (field.about or field.name) not in hidden}
