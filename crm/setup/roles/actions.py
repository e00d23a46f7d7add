"""What each role lets its members do."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.catalogue import PRESETS, SCOPES
from crm.access.models import Role
from crm.access.policy import require
from crm.events.record import record_event
from crm.setup.authority import OWNER, require_authority, scope_in

REACHING = ("edit", "delete", "export", "assign")


@transaction.atomic
def change_role_rights(role, *, grants, rights, by):
    """Let the role's members do exactly this from their next request on. Records role.changed.

    Raises PermissionDenied for the owner's role, which is fixed, and unless `by` holds all that the role allowed
    before and will allow now; ValidationError, by "<record key>.<action>", where it would reach further than it sees.
    """
    require(by, "settings")
    _refuse_reaching_blindly(grants)
    role = Role.objects.select_for_update().get(pk=role.pk)
    after = Role(key=role.key, grants=grants, rights=sorted(rights))
    if role.key == OWNER:
        raise PermissionDenied
    require_authority(by, role, after)
    if (role.grants, sorted(role.rights)) == (after.grants, after.rights):
        return role
    data = {"key": role.key, "from": {"grants": role.grants, "rights": role.rights}}
    role.grants, role.rights = after.grants, after.rights
    role.save(update_fields=["grants", "rights"])
    record_event(role, "role.changed", by=by, data=data | {"to": {"grants": role.grants, "rights": role.rights}})
    return role


def restore_role(role, *, by):
    """Give the role back the rights it was shipped with. Records and raises as `change_role_rights` does."""
    preset = PRESETS[role.key]
    return change_role_rights(role, grants=preset["grants"], rights=preset["rights"], by=by)


def _refuse_reaching_blindly(grants):
    """Whoever may change what they cannot see would learn of it by trying."""
    blind = {
        f"{key}.{action}": _("Wider than what the role sees.")
        for key in grants
        for action in REACHING
        if SCOPES.index(scope_in(grants, key, action)) > SCOPES.index(scope_in(grants, key, "see"))
    }
    if blind:
        raise ValidationError(blind)
