"""Looking at the workspace as another role would: what an administrator sees then is that role's, and nothing can be
changed. Kept in the session, by workspace; checked anew at each request, so that it never shows more than one's own."""

from copy import copy

from crm.access.authority import may_hand_out
from crm.access.models import Role, Team
from crm.access.policy import can

KEY = "view_as"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def begin(request, role, team=None):
    """From the next request on, the session's member looks as a member with `role`, in `team` or their own, does."""
    viewing = request.session.get(KEY, {})
    request.session[KEY] = viewing | {str(request.tenant.pk): {"role": role.pk, "team": team.pk if team else None}}


def end(request):
    viewing = request.session.get(KEY, {})
    request.session[KEY] = {key: said for key, said in viewing.items() if key != str(request.tenant.pk)}


def seen_as(request, member):
    """The member as this request has them: themselves, or, while they look as another role, a copy with that role,
    `looks_as` set to it and `own_role` to the one they have. A role that has gone, or allows more than theirs, ends
    it."""
    said = request.session.get(KEY, {}).get(str(member.tenant_id))
    if not said:
        return member
    role = Role.objects.filter(pk=said["role"]).first()
    if role is None or not can(member, "settings") or not may_hand_out(member, role):
        end(request)
        return member
    looking = copy(member)
    looking.kept, looking.role, looking.looks_as, looking.own_role = {}, role, role, member.role
    if said["team"]:
        looking.team = Team.objects.filter(pk=said["team"]).first()
    return looking
