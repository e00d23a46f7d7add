"""The tree of teams as people read it."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.db.models.functions import Collate

from crm.access.models import Deputy, Team
from crm.l10n.names import shown_name
from crm.l10n.state import current

DEPUTY = ("tenant", "team", "member__name")


@dataclass(frozen=True, slots=True)
class Branch:
    """A team and how deep it stands; the top is 0."""

    team: Team
    depth: int


def teams():
    """Teams by name, each with its manager, deputies and `size`, the number of members."""
    language = current().language
    by_name = Collate(shown_name(language), f"crm_{language}")
    beside = ("manager__name", "parent__name", "parent__names")
    rows = Team.objects.select_related("manager", "parent").only("tenant", "name", "names", *beside)
    rows = rows.prefetch_related(Prefetch("deputies", Deputy.objects.select_related("member").only(*DEPUTY)))
    return rows.annotate(size=Count("members")).order_by(by_name)


def tree(rows=None):
    """[Branch]: every team below the one it belongs to, in three statements."""
    children = {}
    for team in teams() if rows is None else rows:
        children.setdefault(team.parent_id, []).append(team)
    return list(_branches(children, None, 0))


def _branches(children, parent, depth):
    for team in children.get(parent, ()):
        yield Branch(team, depth)
        yield from _branches(children, team.pk, depth + 1)
