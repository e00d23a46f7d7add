"""The settings pages: for owners by default, whatever the rest of a role; the profile is everybody's."""

from crm.setup.invitations.actions import invite
from tests import make
from tests.architecture.access import Row

OWNERS = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}
OWNERS_POST = {"method": "post", "owner": 302, **OWNERS}
EVERYBODY_POST = {"method": "post", "owner": 302, "manager": 302, "rep": 302, "agent": 302, "reader": 302}


def invitation(cast):
    guest = f"guest{make.user().pk}@example.com"
    return (invite(email=guest, role=cast.rep.role, by=cast.owner).pk,)


def rep(cast):
    return (cast.rep.pk,)


def team(cast):
    return (make.team().pk,)


def role(cast):
    return (cast.rep.role_id,)


ROWS = [
    Row(url="setup:landing", owner=302, manager=302, rep=302, agent=302, reader=302),
    Row(url="setup:general", **OWNERS),
    Row(url="setup:profile"),
    Row(url="setup:confirmation", **EVERYBODY_POST),
    Row(url="setup:theme", data=lambda cast, args: {"theme": "dark"}, **EVERYBODY_POST),
    Row(url="setup:members", **OWNERS),
    Row(url="setup:member", args=rep, **OWNERS),
    Row(url="setup:deactivation", args=rep, **OWNERS_POST),
    Row(url="setup:reactivation", args=rep, **OWNERS_POST),
    Row(url="setup:team_create", **OWNERS),
    Row(url="setup:team", args=team, **OWNERS),
    Row(url="setup:team_deletion", args=team, **OWNERS_POST),
    Row(url="setup:invite", **OWNERS),
    Row(url="setup:invitation_mail", args=invitation, **OWNERS_POST),
    Row(url="setup:invitation_withdrawal", args=invitation, **OWNERS_POST),
    Row(url="setup:roles", owner=302, **OWNERS),
    Row(url="setup:role", args=role, **OWNERS),
    Row(url="setup:role_restoration", args=role, **OWNERS_POST),
    # outside any workspace
    Row(url="setup:home", public=302),
    Row(url="setup:start", public=302),
    Row(url="setup:start_address", public=302),
    Row(url="setup:start_habits", public=302),
    Row(url="setup:join", args=lambda cast: ("no-such-token",), public=404),
    Row(url="set_language", method="post", data=lambda cast, args: {"language": "ar"}, public=302),
]
