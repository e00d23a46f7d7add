"""How far one member's rights reach over another's: nobody hands out, or takes away, more than they hold."""

from django.core.exceptions import PermissionDenied

from crm.access.catalogue import ACTIONS, HIDDEN, READ_ONLY, SCOPES
from crm.access.models import Role

OWNER = "owner"
DEGREES = ("", READ_ONLY, HIDDEN)  # how far a field is closed


def covers(role, other):
    """Whether everything that `other` lets a member do, `role` does too."""
    if role.key == OWNER or other.key == OWNER:
        return role.key == OWNER
    return (
        set(other.rights) <= set(role.rights)
        and covers_grants(role.grants, other.grants)
        and covers_fields(role.fields, other.fields)
    )


def covers_fields(fields, others):
    """Whether every field that `fields` hides or closes ({record key: {field: "hidden" or "read"}}) is closed at least
    as much by `others`."""
    return all(
        DEGREES.index(others.get(key, {}).get(field, "")) >= DEGREES.index(degree)
        for key, closed in fields.items()
        for field, degree in closed.items()
    )


def covers_grants(grants, others):
    """The same for record rights alone: {record key or "*": {action: scope}}."""
    return all(
        SCOPES.index(scope_in(others, key, action)) <= SCOPES.index(scope_in(grants, key, action))
        for key in {*grants, *others, "*"}
        for action in ACTIONS
    )


def scope_in(grants, key, action):
    """The scope that grants give for a record type, named or not."""
    return (grants.get(key) or grants.get("*") or {}).get(action, "none")


def may_hand_out(member, role):
    """Whether the member may give or take `role`, or change what it allows."""
    return covers(member.role, role)


def require_authority(member, *roles):
    """Raises PermissionDenied unless the member may hand out each of the roles."""
    if not all(may_hand_out(member, role) for role in roles):
        raise PermissionDenied


def roles_in_reach(member):
    """The roles that the member may hand out, widest first."""
    return Role.objects.filter(pk__in=[role.pk for role in Role.objects.all() if may_hand_out(member, role)])
