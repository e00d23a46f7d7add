"""What an administrator does with the people and teams of a workspace."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.actions import create_team, give_functions
from crm.access.models import Team
from crm.access.policy import require
from crm.events.record import record_event
from crm.setup.authority import OWNER, require_authority
from crm.tenants.models import Member


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
    record_event(member, "member.role_changed", by=by, data={"from": before.key, "to": role.key})
    return member


@transaction.atomic
def place(member, *, title, team, functions, by):
    """Say what the member does and in which team. Records member.placed when that changes anything.

    Raises PermissionDenied as `change_role` does. A team's manager stays in it: raises ValidationError.
    """
    member = _lock(member, by)
    after = {"title": title, "team": team.pk if team else None, "functions": sorted(functions)}
    if after == {"title": member.title, "team": member.team_id, "functions": sorted(member.functions)}:
        return member
    if member.team_id != after["team"]:
        _refuse_manager(member, field="team")
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
        member.active = False
        member.save(update_fields=["active"])
        record_event(member, "member.deactivated", by=by, data={"name": member.name})
    return member


@transaction.atomic
def reactivate(member, *, by):
    """Put the seat back into use. Records member.reactivated. Raises PermissionDenied as `change_role` does."""
    member = _lock(member, by)
    if not member.active:
        member.active = True
        member.save(update_fields=["active"])
        record_event(member, "member.reactivated", by=by, data={"name": member.name})
    return member


@transaction.atomic
def open_team(*, name, by, manager=None):
    """A new team; its manager joins it. Records team.opened. Raises ValidationError when the name is taken."""
    require(by, "members")
    _refuse_name(name)
    manager = _lock(manager, by) if manager else None
    _refuse_manager(manager)
    team = create_team(name=name, manager=manager)
    record_event(team, "team.opened", by=by, data={"name": name})
    return team


@transaction.atomic
def change_team(team, *, name, by, manager=None):
    """Rename the team or choose its manager, who joins it. Records team.changed. Raises as `open_team` does."""
    require(by, "members")
    team = Team.objects.select_for_update().get(pk=team.pk)
    if (team.name, team.manager_id) == (name, manager.pk if manager else None):
        return team
    _refuse_name(name, besides=team)
    if manager is not None and manager.team_id != team.pk:
        manager = _lock(manager, by)
        _refuse_manager(manager)
        manager.team = team
        manager.save(update_fields=["team"])
    data = {"from": team.name, "name": name, "manager": manager.pk if manager else None}
    team.name, team.manager = name, manager
    team.save(update_fields=["name", "manager"])
    record_event(team, "team.changed", by=by, data=data)
    return team


@transaction.atomic
def close_team(team, *, by):
    """Delete a team that nobody is in; its records keep their owners. Records team.closed.

    Raises ValidationError while it has members.
    """
    require(by, "members")
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.members.exists():
        raise ValidationError(_("Move the members of %(team)s to other teams first.") % {"team": team.name})
    record_event(team, "team.closed", by=by, data={"name": team.name})
    team.delete()


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


def _refuse_name(name, besides=None):
    same = Team.objects.filter(name__iexact=name)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise ValidationError({"name": _("There is a team of this name.")})


def _refuse_manager(member, field="manager"):
    """One team each: a manager sees the records of the one team they are in."""
    managed = Team.objects.filter(manager=member).first() if member else None
    if managed is not None:
        text = _("%(name)s manages %(team)s. Choose its new manager first.")
        raise ValidationError({field: text % {"name": member.name, "team": managed.name}})
