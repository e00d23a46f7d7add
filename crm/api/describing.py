"""What one member's programs may read, ask and write of each record type: for the reference page and for OpenAPI."""

from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from crm.access.policy import can
from crm.api.fields import ApiField, fields_for
from crm.api.queries import reachable
from crm.api.taking import drawn_form
from crm.l10n.fields import DateField, PeriodField
from crm.records.types import RecordType
from crm.ui.fields import RecordField
from crm.ui.filters import WhereField


@dataclass(frozen=True)
class Asked:
    """A filter: its name in the address, its kind (choice, day, period, id, conditions or text), and its choices."""

    name: str
    label: str
    kind: str
    choices: tuple = ()


@dataclass(frozen=True)
class TypeAsMet:
    """A record type as one member meets it. `takes` and `needs` are names of fields: those that a new record takes and
    must have; `changes` those that can be changed later."""

    kind: RecordType
    fields: tuple[ApiField, ...]
    filters: tuple[Asked, ...]
    sorts: tuple[str, ...]
    takes: frozenset = field(default=frozenset())
    needs: frozenset = field(default=frozenset())
    changes: frozenset = field(default=frozenset())
    may_delete: bool = False


def types_as_met(member):
    """A TypeAsMet of each type whose records the member may see, those that can be written first."""
    kinds = sorted(reachable().values(), key=lambda kind: not kind.create)
    return [_met(kind, member) for kind in kinds if can(member, kind.right("see"))]


def _met(kind, member):
    fields = tuple(fields_for(kind, member).values())
    new, changed = {}, {}
    if kind.create and can(member, kind.right("create")):
        new = drawn_form(kind, member)
    if kind.update and can(member, kind.right("edit")):
        changed = drawn_form(kind, member, kind.model_class(owner=member, team_id=member.team_id))
    return TypeAsMet(
        kind=kind,
        fields=fields,
        filters=tuple(_filters(kind, member)),
        sorts=tuple(dict.fromkeys(column.sort for column in kind.offered(member) if column.sort)),
        takes=_named(fields, new),
        needs=_named(fields, [bound.name for bound in new if bound.field.required and _begins_empty(bound)]),
        changes=_named(fields, changed),
        may_delete=bool(kind.restore) and can(member, kind.right("delete")),
    )


def _named(fields, form):
    inputs = set(form.fields if isinstance(form, forms.BaseForm) else form)
    return frozenset(each.name for each in fields if each.input in inputs)


def _begins_empty(bound):
    return bound.value() in (None, "", [])


def _filters(kind, member):
    rows = kind.model_class.objects.none()
    filters = kind.resolve("filterset")(QueryDict(), queryset=rows, member=member, record_type=kind)
    for name, asked in filters.form.fields.items():
        choices = getattr(asked, "choices", ()) if _kind(asked) == "choice" else ()
        told = tuple((str(value), str(label)) for value, label in choices if value != "")
        yield Asked(name, str(asked.label), _kind(asked), told)


def _kind(asked):
    kinds = (
        (RecordField, "id"), (PeriodField, "period"), (forms.ChoiceField, "choice"), (DateField, "day"),
        (WhereField, "conditions"),
    )  # fmt: skip
    return next((kind for known, kind in kinds if isinstance(asked, known)), "text")
