"""Why somebody may see, or change, one record: the parts of the predicate in crm.access.policy, each by its name.

What is said here and what the database answers must agree for everybody; a test holds them together.
"""

from dataclasses import dataclass
from typing import Any

from crm.access.models import Deputy, Team
from crm.access.policy import scope_of
from crm.access.shares import SHARED_BY, live_shares
from crm.access.teams import with_descendants

ALL, OWNER, TEAM, BELOW, SHARED, SHARED_WITH_TEAM = "all", "owner", "team", "below", "shared", "shared_with_team"


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in. `team` is the record's own for TEAM and BELOW, for SHARED_WITH_TEAM the one it is shared with;
    `through` the team by which the member reaches that one; `share` the row, with `until` and `by`."""

    kind: str
    team: Any = None
    through: Any = None
    share: Any = None


class Explanation:
    """Why members may do something with a record. Two statements, and one for the shares of each action that is asked
    about, however many members are."""

    def __init__(self, record):
        self.record, self._shares = record, {}
        self.teams = {team.pk: team for team in Team.objects.order_by("pk")}
        self.parents = {pk: team.parent_id for pk, team in self.teams.items()}
        self.deputies = set(Deputy.objects.values_list("team_id", "member_id"))

    def shares(self, action):
        """The rows in force that open the record for an action."""
        if action not in self._shares:
            rows = live_shares(type(self.record), action) if action in SHARED_BY else None
            self._shares[action] = [] if rows is None else list(
                rows.filter(content_object_id=self.record.pk).select_related("by", "team").order_by("pk")
            )  # fmt: skip
        return self._shares[action]

    def reasons(self, member, action="see"):
        """[Reason], the widest first; none when the member may not."""
        scope = scope_of(member, self.record.record_key, action)
        if scope == "all":
            return [Reason(ALL)]
        found = []
        if scope != "none" and self.record.owner_id == member.pk:
            found.append(Reason(OWNER))
        if scope in ("team", "tree") and (reason := self._by_team(member, scope)):
            found.append(reason)
        return found + self._by_shares(member, self.shares(action))

    def own_teams(self, member):
        """The teams that a member sits in, manages or stands in for."""
        return {
            pk for pk, team in self.teams.items()
            if pk == member.team_id or team.manager_id == member.pk or (pk, member.pk) in self.deputies
        }  # fmt: skip

    def _by_team(self, member, scope):
        team, own = self.teams.get(self.record.team_id), self.own_teams(member)
        if team is None:
            return None
        if team.pk in own:
            return Reason(TEAM, team=team, through=team)
        if scope == "tree" and team.pk in with_descendants(own, self.parents):
            above = next(pk for pk in sorted(own) if team.pk in with_descendants({pk}, self.parents))
            return Reason(BELOW, team=team, through=self.teams[above])
        return None

    def _by_shares(self, member, shares):
        own = self.own_teams(member)
        by_name = [Reason(SHARED, share=share) for share in shares if share.user_id == member.user_id]
        return by_name + [
            Reason(SHARED_WITH_TEAM, team=share.team, through=share.team, share=share)
            for share in shares
            if share.team_id in own
        ]
