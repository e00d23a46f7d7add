from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.access.catalogue import ACTIONS, SCOPES, SYSTEM_RIGHTS
from crm.records.registry import all_types
from crm.setup.authority import scope_in

ACTION_LABELS = {
    "see": _("See"), "create": _("Create"), "edit": _("Edit"), "delete": _("Delete"), "export": _("Export"),
    "assign": _("Assign"),
}  # fmt: skip
SCOPE_LABELS = {"none": _("None"), "own": _("Own"), "team": _("Team"), "all": _("All")}
CREATE_LABELS = {"none": _("No"), "all": _("Yes")}


@dataclass(frozen=True, slots=True)
class Row:
    """A record type and its scopes, one BoundField an action."""

    kind: Any
    cells: tuple[Any, ...]


class RoleForm(forms.Form):
    """The matrix of a role: a scope for each record type and action, and the rights that are had or not.

    Offers nothing that `by` does not hold.
    """

    def __init__(self, data=None, *, role, by):
        super().__init__(data)
        self.role = role
        for kind in all_types():
            for action in ACTIONS:
                self.fields[f"{kind.key}.{action}"] = self._scope_field(kind, action, by.role)
        for right, label in SYSTEM_RIGHTS.items():
            self.fields[right] = forms.BooleanField(
                label=label, required=False, initial=right in role.rights, disabled=right not in by.role.rights
            )

    def _scope_field(self, kind, action, own):
        labels = CREATE_LABELS if action == "create" else SCOPE_LABELS
        widest = SCOPES.index(scope_in(own.grants, kind.key, action))
        choices = [(scope, label) for scope, label in labels.items() if SCOPES.index(scope) <= widest]
        label = f"{kind.label_plural}: {ACTION_LABELS[action]}"
        return forms.ChoiceField(label=label, choices=choices, initial=scope_in(self.role.grants, kind.key, action))

    def rows(self):
        return [Row(kind, tuple(self[f"{kind.key}.{action}"] for action in ACTIONS)) for kind in all_types()]

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

    def rights(self):
        return [right for right in SYSTEM_RIGHTS if self.cleaned_data[right]]
