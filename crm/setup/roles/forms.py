from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from crm.access.authority import DEGREES, OWNER, roles_in_reach, scope_in
from crm.access.catalogue import ACTIONS, HIDDEN, READ_ONLY, SCOPES, SYSTEM_RIGHTS
from crm.access.fields import is_custom
from crm.access.models import Role, Team
from crm.l10n.forms import NamedForm
from crm.records.registry import all_types
from crm.ui.renderer import plain_select

ACTION_LABELS = {
    "see": _("See"), "create": _("Create"), "edit": _("Edit"), "delete": _("Delete"), "export": _("Export"),
    "assign": _("Assign"),
}  # fmt: skip
SCOPE_LABELS = {
    "none": _("None"), "own": _("Own"), "team": _("Team"), "tree": _("Team and below"), "all": _("All"),
}  # fmt: skip
CREATE_LABELS = {"none": _("No"), "all": _("Yes")}
DEGREE_LABELS = {"": _("Seen and changed"), READ_ONLY: _("Read only"), HIDDEN: _("Hidden")}


def _said(labels):
    """In the reader's language."""
    return {value: str(label) for value, label in labels.items()}


class Offered(BaseChoiceIterator):
    """[(value, word), …] as they are: Django need not put the same ones in order for each of dozens of fields."""

    def __init__(self, pairs):
        self.pairs = tuple(pairs)

    def __iter__(self):
        return iter(self.pairs)


class OfferedSelect(forms.Select):
    """A select of what is Offered. There are dozens on the page with the same few options, which are written once."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen, attrs = str(value or ""), {"name": name, **self.attrs, **(attrs or {})}
        return plain_select(attrs, self.choices.pairs, chosen)


@dataclass(frozen=True, slots=True)
class Cell:
    """A BoundField, the scope that it stands on, and the word for that."""

    field: Any
    scope: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """A record type and its scopes, one Cell an action."""

    kind: Any
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A record type and its fields, one BoundField each; how many are closed."""

    kind: Any
    cells: tuple[Any, ...]
    closed: int


class RoleForm(forms.Form):
    """The matrix of a role: a scope for each record type and action, what is closed of the fields of each, and the
    rights that are had or not.

    Offers nothing that `by` does not hold.
    """

    def __init__(self, data=None, *, role, by):
        super().__init__(data)
        self.role = role
        self._fill(by.role)
        for right, label in SYSTEM_RIGHTS.items():
            self.fields[right] = forms.BooleanField(
                label=label, required=False, initial=right in role.rights, disabled=right not in by.role.rights
            )

    def _fill(self, own):
        """The cells of the matrix. What they say and offer is put together here, once for all of them."""
        actions, scopes, creating, degrees = map(_said, (ACTION_LABELS, SCOPE_LABELS, CREATE_LABELS, DEGREE_LABELS))
        up_to = {
            words: [
                Offered((s, said) for s, said in labels.items() if SCOPES.index(s) <= at) for at in range(len(SCOPES))
            ]
            for words, labels in (("create", creating), ("", scopes))
        }
        least = {
            edit: [
                Offered((d, degrees[d]) for d in DEGREES[at:] if edit or d != READ_ONLY) for at in range(len(DEGREES))
            ]
            for edit in (True, False)  # a value that nobody writes by hand is seen or hidden
        }
        for kind in all_types():
            called = str(kind.label_plural)
            for action in ACTIONS:
                offered = up_to["create" if action == "create" else ""]
                label = f"{called}: {actions[action]}"
                self.fields[f"{kind.key}.{action}"] = self._scope_field(kind, action, own, offered, label)
            for column in kind.guarded():
                offered = least[bool(column.edit)]
                self.fields[f"{kind.key}.field.{column.about}"] = self._degree_field(kind, column, own, offered)

    def _scope_field(self, kind, action, own, offered, label):
        widest = SCOPES.index(scope_in(own.grants, kind.key, action))
        return forms.ChoiceField(
            label=label, choices=offered[widest], initial=scope_in(self.role.grants, kind.key, action),
            widget=OfferedSelect({"aria-label": label}),
        )  # fmt: skip

    def _degree_field(self, kind, column, own, offered):
        least = DEGREES.index(own.fields.get(kind.key, {}).get(column.about, ""))
        return forms.ChoiceField(
            label=column.label, required=False, choices=offered[least],
            initial=self.role.fields.get(kind.key, {}).get(column.about, ""),
            widget=OfferedSelect({"class": "form-select form-select-sm wl-degree"}),
        )  # fmt: skip

    def lock(self):
        """To be looked at only."""
        for field in self.fields.values():
            field.widget.attrs["disabled"] = True

    def rows(self):
        return [Row(kind, tuple(self._cell(f"{kind.key}.{action}") for action in ACTIONS)) for kind in all_types()]

    def _cell(self, name):
        field = self[name]
        scope = field.value()
        return Cell(field, scope, dict(field.field.choices).get(scope, ""))

    def field_groups(self):
        groups = []
        for kind in all_types():
            cells = tuple(self[f"{kind.key}.field.{column.about}"] for column in kind.guarded())
            if cells:
                groups.append(FieldGroup(kind, cells, sum(bool(cell.value()) for cell in cells)))
        return groups

    def right_fields(self):
        return [self[right] for right in SYSTEM_RIGHTS]

    def grants(self):
        """The role's grants as the matrix has them; a type that is as "*" says is not named."""
        rest = self.role.grants.get("*", {})
        grants = {key: row for key, row in self.role.grants.items() if f"{key}.see" not in self.fields}
        for kind in all_types():
            row = {action: self.cleaned_data[f"{kind.key}.{action}"] for action in ACTIONS}
            if row != {action: rest.get(action, "none") for action in ACTIONS}:
                grants[kind.key] = row
        return grants

    def closed_fields(self):
        """{record key: {field: "hidden" or "read"}}; what the role says of types that are not here stays, and of fields
        that are retired, lest they are open when they come back."""
        known = {kind.key for kind in all_types()}
        fields = {key: closed for key, closed in self.role.fields.items() if key not in known}
        for kind in all_types():
            said = {c.about: self.cleaned_data.get(f"{kind.key}.field.{c.about}", "") for c in kind.guarded()}
            before = self.role.fields.get(kind.key, {})
            retired = {name: degree for name, degree in before.items() if is_custom(name) and name not in said}
            fields[kind.key] = retired | {name: degree for name, degree in said.items() if degree}
        return fields

    def rights(self):
        return [right for right in SYSTEM_RIGHTS if self.cleaned_data[right]]


class NewRoleForm(NamedForm):
    """A role of one's own begins as another is."""

    like = forms.ModelChoiceField(
        queryset=None, label=_("Begin with the rights of"), empty_label=None,
        help_text=_("You change them on the next page."),
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["like"].queryset = roles_in_reach(by).exclude(key=OWNER)


class ComparisonForm(forms.Form):
    """Two roles, side by side."""

    one = forms.ModelChoiceField(queryset=None, label=_("Role"), empty_label=None)
    other = forms.ModelChoiceField(queryset=None, label=_("Compared with"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = Role.objects.all()


class ViewingForm(forms.Form):
    """As whom one looks: the role, and the team that one would sit in."""

    team = forms.ModelChoiceField(
        queryset=None, required=False, label=_("In the team"), empty_label=_("In your own team")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()
