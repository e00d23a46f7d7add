"""The roles of a workspace: what each lets its members do, and how one becomes another."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm.access.authority import OWNER, require_authority, scope_in
from crm.access.catalogue import PRESETS, SCOPES
from crm.access.models import Role
from crm.access.policy import require
from crm.events.record import record_event
from crm.l10n.names import taken
from crm.setup.invitations.queries import waiting
from crm.tenants.models import Language

REACHING = ("edit", "delete", "export", "assign")


@transaction.atomic
def change_role_rights(role, *, grants, rights, by, fields=None):
    """Let the role's members do exactly this from their next request on. Records role.changed.

    `fields` ({record key: {field: "hidden" or "read"}}) stay as they are when not given. Raises PermissionDenied for
    the owner's role, which is fixed, and unless `by` holds all that the role allowed before and will allow now;
    ValidationError, by "<record key>.<action>", where it would reach further than it sees.
    """
    require(by, "settings")
    _refuse_reaching_blindly(grants)
    role = Role.objects.select_for_update().get(pk=role.pk)
    fields = role.fields if fields is None else {key: closed for key, closed in fields.items() if closed}
    after = Role(key=role.key, grants=grants, rights=sorted(rights), fields=fields)
    if role.key == OWNER:
        raise PermissionDenied
    require_authority(by, role, after)
    before = _allowed(role)
    if before == _allowed(after):
        return role
    role.grants, role.rights, role.fields = after.grants, after.rights, after.fields
    role.save(update_fields=["grants", "rights", "fields"])
    data = {"key": role.key, "name": str(role), "from": before, "to": _allowed(role)}
    record_event(role, "role.changed", by=by, data=data)
    return role


def restore_role(role, *, by):
    """Give the role back the rights it was shipped with. Records and raises as `change_role_rights` does; KeyError for
    a role that was not shipped."""
    preset = PRESETS[role.key]
    return change_role_rights(role, grants=preset["grants"], rights=preset["rights"], fields={}, by=by)


@transaction.atomic
def add_role(*, name, like, by, names=None):
    """A role of the workspace's own, that allows what `like` does; `names` are its names by language. Records
    role.created.

    Raises PermissionDenied unless `by` holds all of that, ValidationError when there is a role of this name.
    """
    require(by, "settings")
    _refuse_names(name, names or {})
    last = Role.objects.aggregate(last=Max("position"))["last"] or 0
    role = Role(
        key=f"own-{get_random_string(8).lower()}", name=name, names=names or {}, position=last + 1,
        grants=like.grants, rights=sorted(like.rights), fields=like.fields,
    )  # fmt: skip
    if like.key == OWNER:
        raise PermissionDenied  # what makes an owner is no list of rights
    require_authority(by, like)
    role.save()
    record_event(role, "role.created", by=by, data={"key": role.key, "name": name, "like": str(like)})
    return role


@transaction.atomic
def rename_role(role, *, name, by, names=None):
    """Call the role otherwise. What a shipped role is called anyway is not kept, so that it stays translated. Records
    role.renamed. Raises as `add_role` does."""
    require(by, "settings")
    role = Role.objects.select_for_update().get(pk=role.pk)
    require_authority(by, role)
    before, now = str(role), (role.name, role.names)
    _refuse_names(name, names or {}, besides=role)
    role.name, role.names = _own_names(role, name, names or {})
    if (role.name, role.names) == now:
        return role
    role.save(update_fields=["name", "names"])
    record_event(role, "role.renamed", by=by, data={"key": role.key, "before": before, "name": str(role)})
    return role


@transaction.atomic
def remove_role(role, *, by):
    """Take away a role of the workspace's own that nobody has. Records role.deleted.

    Raises PermissionDenied for a shipped role, ValidationError while a seat or an open invitation has it.
    """
    require(by, "settings")
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.key in PRESETS:
        raise PermissionDenied
    require_authority(by, role)
    if role.members.exists() or waiting().filter(role=role).exists():
        raise ValidationError(_("Give everybody who has the role another one first, the invited too."))
    record_event(role, "role.deleted", by=by, data={"key": role.key, "name": str(role)})
    role.delete()


def _allowed(role):
    return {"grants": role.grants, "rights": sorted(role.rights), "fields": role.fields}


def _own_names(role, name, names):
    """(name, names) without what the role is shipped with."""
    if role.key not in PRESETS:
        return name, names
    shipped = shipped_names(role)
    own = {code: text for code, text in names.items() if text != shipped[code]}
    return ("" if name in shipped.values() else name), own


def shipped_names(role):
    """What a shipped role is called in each language, before anybody renames it."""
    names = {}
    for code in Language.values:
        with override(code):
            names[code] = str(PRESETS[role.key]["name"])
    return names


def _refuse_names(name, names, besides=None):
    others = Role.objects.exclude(pk=besides.pk) if besides else Role.objects.all()
    if field := taken(name, names, others):
        raise ValidationError({field: _("There is a role of this name.")})


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
