"""The settings pages: for owners by default, whatever the rest of a role; the profile is everybody's."""

from datetime import date
from secrets import token_hex

from crm.notify.models import Device
from crm.records.fields.actions import add_field
from crm.records.registry import get
from crm.setup.functions.actions import add_function
from crm.setup.invitations.actions import invite
from crm.setup.logo.actions import upload_logo
from crm.setup.roles.actions import add_role
from crm.worktime.actions import add_season, save_holiday
from tests import make
from tests.architecture.access import Row
from tests.crm.setup.pictures import uploaded

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


def function(cast):
    return (add_function(name=f"Measuring {token_hex(3)}", by=cast.owner).pk,)


def role(cast):
    return (cast.rep.role_id,)


def holiday(cast):
    return (save_holiday(name="Eid", starts=date(2027, 3, 9), sighted=True, by=cast.owner).pk,)


def season(cast):
    days = {"first": date(2027, 2, 8), "last": date(2027, 3, 8)}
    return (add_season(name="Ramadan", windows=[[600, 960]], by=cast.owner, **days).pk,)


def own_role(cast):
    return (add_role(name="Surveyor", like=cast.rep.role, by=cast.owner).pk,)


def field(cast):
    return (add_field(get("contact"), kind="text", name="Trade", by=cast.owner).pk,)


def people(cast):
    return ("contact",)


def new_field(cast):
    return ("contact", "text")


def section(cast):
    return ("contact", "own0")


def named(cast, args):
    return {"name": "Trade"}


FIELDS = [
    Row(url="setup:fields", owner=302, **OWNERS),
    Row(url="setup:field_list", args=people, names_object=False, **OWNERS),
    Row(url="setup:field_kinds", args=people, names_object=False, **OWNERS),
    Row(url="setup:field_create", args=new_field, names_object=False, **OWNERS),
    Row(url="setup:field_create", args=new_field, names_object=False, data=named, **OWNERS_POST),
    Row(url="setup:field_order", args=people, names_object=False, **OWNERS_POST),
    Row(url="setup:section_create", args=people, names_object=False, **OWNERS),
    Row(url="setup:section", args=section, names_object=False, **OWNERS),
    Row(url="setup:section_removal", args=section, names_object=False, **OWNERS_POST),
    Row(url="setup:layout_reset", args=people, names_object=False, **OWNERS_POST),
    Row(url="setup:field", args=field, **OWNERS),
    Row(url="setup:field", args=field, data=named, **OWNERS_POST),
    Row(url="setup:field_retirement", args=field, **OWNERS_POST),
]


def device(cast):
    """A browser that the rep alone is notified on."""
    values = {"endpoint": "https://push.example/x", "p256dh": "x", "auth": "x", "key": "x", "session": 0}
    return (Device.objects.create(member=cast.rep, **values).pk,)


def logo(cast):
    """There is one."""
    upload_logo(cast.owner.tenant, uploaded(), by=cast.owner)
    return ()


ROWS = [
    *FIELDS,
    Row(url="setup:landing", owner=302, manager=302, rep=302, agent=302, reader=302),
    Row(url="setup:general", **OWNERS),
    Row(url="setup:logo", data=lambda cast, args: {"picture": uploaded()}, **OWNERS_POST),
    Row(url="setup:logo_picture", args=logo, **OWNERS),
    Row(url="setup:logo_removal", args=logo, names_object=False, **OWNERS),
    Row(url="setup:logo_removal", args=logo, names_object=False, **OWNERS_POST),
    Row(url="setup:profile"),
    Row(url="setup:theme", data=lambda cast, args: {"theme": "dark"}, **EVERYBODY_POST),
    Row(url="setup:members", **OWNERS),
    Row(url="setup:member", args=rep, **OWNERS),
    Row(url="setup:handover", args=rep, **OWNERS),
    Row(url="setup:handover_progress", args=rep, **OWNERS),
    Row(url="setup:deactivation", args=rep, **OWNERS),
    Row(url="setup:leaving"),
    Row(url="setup:notifications"),
    Row(url="setup:reactivation", args=rep, **OWNERS_POST),
    Row(url="setup:team_create", **OWNERS),
    Row(url="setup:team", args=team, **OWNERS),
    Row(url="setup:team_deletion", args=team, **OWNERS_POST),
    Row(url="setup:functions", **OWNERS),
    Row(url="setup:function_create", **OWNERS),
    Row(url="setup:function_create", data=named, **OWNERS_POST),
    Row(url="setup:function_order", **OWNERS_POST),
    Row(url="setup:function", args=function, **OWNERS),
    Row(url="setup:function", args=function, data=named, **OWNERS_POST),
    Row(url="setup:function_removal", args=function, **OWNERS),
    Row(url="setup:function_removal", args=function, **OWNERS_POST),
    Row(url="setup:invite", **OWNERS),
    Row(url="setup:invitation_mail", args=invitation, **OWNERS_POST),
    Row(url="setup:invitation_withdrawal", args=invitation, **OWNERS_POST),
    Row(url="setup:hours", **OWNERS),
    Row(url="setup:public_holidays", **OWNERS_POST),
    Row(url="setup:holiday_create", **OWNERS),
    Row(url="setup:holiday", args=holiday, **OWNERS),
    Row(url="setup:holiday_deletion", args=holiday, **OWNERS_POST),
    Row(url="setup:holiday_sighting", args=holiday, **OWNERS_POST),
    Row(url="setup:season_create", **{**OWNERS_POST, "owner": 422}),
    Row(url="setup:season_deletion", args=season, **OWNERS_POST),
    Row(url="setup:team_hours", args=team, **OWNERS),
    Row(url="setup:team_hours_reset", args=team, **OWNERS_POST),
    Row(url="setup:team_public_holidays", args=team, **OWNERS_POST),
    Row(url="setup:team_holiday_create", args=team, **OWNERS),
    Row(url="setup:team_season_create", args=team, **{**OWNERS_POST, "owner": 422}),
    Row(url="setup:roles", owner=302, **OWNERS),
    Row(url="setup:role", args=role, **OWNERS),
    Row(url="setup:role_restoration", args=role, **OWNERS_POST),
    Row(url="setup:security", **OWNERS),
    Row(url="setup:colleagues", **OWNERS),
    Row(url="setup:role_create", **OWNERS),
    Row(url="setup:role_comparison", **OWNERS),
    Row(url="setup:role_log", **OWNERS),
    Row(url="setup:role_name", args=role, **OWNERS),
    Row(url="setup:role_deletion", args=own_role, **OWNERS_POST),
    Row(url="setup:role_viewing", args=role, **OWNERS_POST),
    Row(url="setup:viewing_end", **EVERYBODY_POST),
    Row(url="setup:device_allow", method="post", owner=422, manager=422, rep=422, agent=422, reader=422),
    Row(url="setup:device_end", method="post", args=device, owner=404, manager=404, rep=302, agent=404, reader=404),
    # outside any workspace
    Row(url="setup:home", public=302),
    Row(url="setup:start", public=302),
    Row(url="setup:start_address", public=302),
    Row(url="setup:start_habits", public=302),
    Row(url="setup:join", args=lambda cast: ("no-such-token",), public=404),
    Row(url="set_language", method="post", data=lambda cast, args: {"language": "ar"}, public=302),
]
