"""What an administrator does with the people and teams of a workspace."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.actions import give_functions
from crm.access.authority import OWNER, require_authority
from crm.access.policy import require
from crm.events.record import record_event
from crm.setup.members.sessions import end_sessions
from crm.tenants.models import Member
from crm.tenants.seats import seats_of


@transaction.atomic
def change_role(member, *, role, by):
    """Give the member another role, in force with their next request. Records member.role_changed.

    Raises PermissionDenied unless both the old and the new role are in `by`'s reach, ValidationError for the last
    owner.
    """
    owners = _lock_owners()
    member = _lock(member, by, role)
    if role.pk == member.role_id:
        return member
    _keep_an_owner(owners, member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    record_event(member, "member.role_changed", by=by, data={"member": member.name, "from": before.key, "to": role.key})
    return member


@transaction.atomic
def place(member, *, title, team, functions, by):
    """Say what the member does and in which team. Records member.placed when that changes anything.

    Raises PermissionDenied as `change_role` does.
    """
    member = _lock(member, by)
    after = {"title": title, "team": team.pk if team else None, "functions": sorted(functions)}
    if after == {"title": member.title, "team": member.team_id, "functions": sorted(member.functions)}:
        return member
    member.title, member.team = title, team
    member.save(update_fields=["title", "team"])
    give_functions(member, functions)
    record_event(member, "member.placed", by=by, data=after)
    return member


@transaction.atomic
def deactivate(member, *, by):
    """Take the seat out of use; the member's records stay theirs. In force with their next request.

    Records member.deactivated. Raises PermissionDenied as `change_role` does, ValidationError for the last owner.
    """
    owners = _lock_owners()
    member = _lock(member, by)
    if member.active:
        _keep_an_owner(owners, member)
        _close_seat(member)
        record_event(member, "member.deactivated", by=by, data={"name": member.name})
    return member


@transaction.atomic
def leave(member):
    """Give up one's own seat, which nobody has to allow. Records member.left.

    Raises ValidationError for the last owner.
    """
    owners = _lock_owners()
    member = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    if member.active:
        _keep_an_owner(owners, member)
        _close_seat(member)
        record_event(member, "member.left", by=member, data={"name": member.name})
    return member


@transaction.atomic
def reactivate(member, *, by):
    """Put the seat back into use. Records member.reactivated. Raises PermissionDenied as `change_role` does,
    ValidationError for a seat that came with an archive: its person has to accept it first."""
    member = _lock(member, by)
    if member.user.stands_in:
        raise ValidationError(_("This seat came with an archive. It is in use once its person accepts the invitation."))
    if not member.active:
        member.active = True
        member.save(update_fields=["active"])
        record_event(member, "member.reactivated", by=by, data={"name": member.name})
    return member


def _close_seat(member):
    """Without any other seat, there is nothing to be signed in for."""
    member.active = False
    member.save(update_fields=["active"])
    if not seats_of(member.user):
        end_sessions(member.user)


def _lock(member, by, *roles):
    """The member's present row, locked, after the check that `by` may change it."""
    require(by, "members")
    member = Member.objects.select_for_update(of=("self",)).select_related("role", "team").get(pk=member.pk)
    require_authority(by, member.role, *roles)
    return member


def _lock_owners():
    """The owners' ids. Taken before any other lock: of two owners who put each other out at once, one waits here."""
    owners = Member.objects.select_for_update(of=("self",)).filter(role__key=OWNER, active=True)
    return list(owners.order_by("pk").values_list("pk", flat=True))


def _keep_an_owner(owners, member):
    if owners == [member.pk]:
        raise ValidationError(_("A workspace needs an owner. Make somebody else an owner first."))
