"""The teams of a workspace: opened, changed, closed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.access.models import Deputy, Team
from crm.access.policy import require
from crm.access.teams import with_descendants
from crm.events.record import record_event
from crm.l10n.names import taken
from crm.tenants.models import Member


@transaction.atomic
def open_team(*, name, by, names=None, manager=None, parent=None, deputies=()):
    """A new team, under `parent` or at the top; `names` are its names by language. A manager without a team joins it.
    Records team.opened.

    Raises PermissionDenied without the right, ValidationError (by field) for a name that is taken.
    """
    require(by, "members")
    names = names or {}
    _refuse_names(name, names)
    team = Team.objects.create(name=name, names=names, manager=manager, parent=parent)
    _settle(team, manager, deputies)
    record_event(team, "team.opened", by=by, data=_facts(team, deputies))
    return team


@transaction.atomic
def change_team(team, *, name, by, names=None, manager=None, parent=None, deputies=()):
    """Make the team be this; without `names` those by language stay. Records team.changed when that is something else.
    Raises as `open_team` does, and ValidationError for a parent that stands below the team."""
    require(by, "members")
    list(Team.objects.select_for_update().order_by("pk").values_list("pk"))  # two moves at once could make a ring
    team = Team.objects.get(pk=team.pk)
    before = _facts(team, [each.member for each in team.deputies.select_related("member")])
    names = team.names if names is None else names
    _refuse_names(name, names, besides=team)
    _refuse_ring(team, parent)
    team.name, team.names, team.manager, team.parent = name, names, manager, parent
    after = _facts(team, deputies)
    if after == before:
        return team
    team.save(update_fields=["name", "names", "manager", "parent"])
    _settle(team, manager, deputies)
    record_event(team, "team.changed", by=by, data={"before": before, **after})
    return team


@transaction.atomic
def close_team(team, *, by):
    """Delete a team that nobody is in; its records keep their owners, the teams under it go to the one above.

    Records team.closed. Raises ValidationError while it has members.
    """
    require(by, "members")
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.members.exists():
        raise ValidationError(_("Move the members of %(team)s to other teams first.") % {"team": team})
    record_event(team, "team.closed", by=by, data={"name": team.name})
    team.children.update(parent=team.parent_id)
    team.delete()


def _settle(team, manager, deputies):
    """A manager who sits nowhere sits here; the deputies are exactly these."""
    if manager is not None and manager.team_id is None:
        Member.objects.filter(pk=manager.pk).update(team=team)
        manager.team = team
    team.deputies.exclude(member__in=deputies).delete()
    for member in deputies:
        Deputy.objects.get_or_create(team=team, member=member)


def _facts(team, deputies):
    return {
        "name": team.name, "names": team.names, "manager": team.manager_id, "parent": team.parent_id,
        "deputies": sorted(member.pk for member in deputies),
    }  # fmt: skip


def _refuse_names(name, names, besides=None):
    others = Team.objects.exclude(pk=besides.pk) if besides else Team.objects.all()
    if field := taken(name, names, others):
        raise ValidationError({field: _("There is a team of this name.")})


def _refuse_ring(team, parent):
    parents = dict(Team.objects.order_by().values_list("pk", "parent_id"))
    if parent is not None and parent.pk in with_descendants({team.pk}, parents):
        raise ValidationError({"parent": _("%(team)s stands below this team.") % {"team": parent}})
