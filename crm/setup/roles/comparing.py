"""What two roles, or one role before and after a change, allow differently, in the reader's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm.access.authority import scope_in
from crm.access.catalogue import ACTIONS, SYSTEM_RIGHTS
from crm.records.registry import all_types
from crm.setup.roles.forms import ACTION_LABELS, CREATE_LABELS, DEGREE_LABELS, SCOPE_LABELS


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` it is about, and how it stands on either side. `scopes` name the glyphs, for scopes only."""

    what: str
    before: str
    after: str
    scopes: tuple[str, str] = ("", "")


def differences(before, after):
    """[Difference] between two {"grants", "rights", "fields"}; a part that an older event did not note is left out."""
    found = [*_scopes(before["grants"], after["grants"]), *_rights(before["rights"], after["rights"])]
    if "fields" in before and "fields" in after:
        found += _fields(before["fields"], after["fields"])
    return found


def allowed(role):
    """A role as `differences` takes it."""
    return {"grants": role.grants, "rights": sorted(role.rights), "fields": role.fields}


def _scopes(before, after):
    for kind in all_types():
        for action in ACTIONS:
            scopes = tuple(scope_in(grants, kind.key, action) for grants in (before, after))
            if scopes[0] != scopes[1]:
                labels = CREATE_LABELS if action == "create" else SCOPE_LABELS
                shown = [str(labels.get(scope, SCOPE_LABELS[scope])) for scope in scopes]
                yield Difference(f"{kind.label_plural}: {ACTION_LABELS[action]}", *shown, scopes=scopes)


def _rights(before, after):
    for right, label in SYSTEM_RIGHTS.items():
        had, has = right in before, right in after
        if had != has:
            yield Difference(str(label), *(_("Yes") if each else _("No") for each in (had, has)))


def _fields(before, after):
    for kind in all_types():
        for column in kind.guarded():
            degrees = [fields.get(kind.key, {}).get(column.about, "") for fields in (before, after)]
            if degrees[0] != degrees[1]:
                shown = [str(DEGREE_LABELS[degree]) for degree in degrees]
                yield Difference(f"{kind.label_plural}: {column.label}", *shown)
