"""The tree of teams: who answers for whom, and how far a member's teams reach."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from crm.access.models import Deputy, Team
from crm.tenants.models import Member


@dataclass(frozen=True, slots=True)
class Reach:
    """Ids of teams: `own` are those a member sits in, manages or stands in for; `below` adds every team under them."""

    own: frozenset[int]
    below: frozenset[int]


def reach_of(member):
    """The member's Reach, in one statement; once a request for the member that the middleware has seated."""
    kept = member.__dict__.get("kept")
    if kept is None:
        return _reach(member)
    if "reach" not in kept:
        kept["reach"] = _reach(member)
    return kept["reach"]


def _reach(member):
    stands_in = Exists(Deputy.objects.filter(team=OuterRef("pk"), member=member.pk))
    rows = list(Team.objects.order_by().values_list("pk", "parent_id", "manager_id", stands_in))
    own = {pk for pk, _parent, manager, deputy in rows if deputy or manager == member.pk or pk == member.team_id}
    return Reach(own=frozenset(own), below=with_descendants(own, {pk: parent for pk, parent, *_rest in rows}))


def with_descendants(ids, parents):
    """The teams and every team under them. `parents` is {team: its parent or None}; a ring in it ends nothing."""
    found, before = set(ids), 0
    while len(found) > before:
        before = len(found)
        found |= {pk for pk, parent in parents.items() if parent in found}
    return frozenset(found)


def ancestors(pk, parents):
    """The teams above one, nearest first."""
    found = []
    while (pk := parents.get(pk)) is not None and pk not in found:
        found.append(pk)
    return found


def managers_of(member):
    """Who answers for the member: their team's manager; in the manager's place, where that is the member or somebody
    whose seat is out of use, its deputies; failing both, those of the team above, and so on; at last the owners."""
    team, seen = member.team, set()
    while team is not None and team.pk not in seen:
        seen.add(team.pk)
        if team.manager_id and team.manager_id != member.pk and team.manager.active:
            return [team.manager]
        if deputies := _deputies(team, besides=member):
            return deputies
        team = team.parent
    owners = Member.objects.filter(role__key="owner", active=True).exclude(pk=member.pk).order_by("pk")
    return list(owners) or [member]


def _deputies(team, *, besides):
    found = Member.objects.filter(deputises__team=team, active=True).exclude(pk=besides.pk)
    return list(found.order_by("deputises__pk"))


def active_members():
    """Everybody with a seat in use, by name."""
    return Member.objects.filter(active=True).select_related("role", "team").order_by("name")


def colleagues():
    """The same with nothing read but their names and teams: choices of fifty people want no fifty roles."""
    return active_members().select_related(None).only("tenant", "name", "team")


def members_with(function):
    """Active members who do this kind of work (a key of access.Function), longest employed first."""
    return Member.objects.filter(active=True, functions__contains=[function]).order_by("pk")
