"""Whom a step means: "owner", "manager", "member:7", "function:surveyor", "role:owner"."""

from django.db.models import Count
from django.utils.translation import gettext as _

from crm.access.models import Function, Role
from crm.access.teams import managers_of, members_with
from crm.activities.models import OPEN, Task
from crm.tenants.models import Member


class CannotDo(Exception):
    """Why a step cannot be done as things stand, in words for people."""


def resolve(recipient, record):
    """The active members a recipient stands for, on this record. Raises CannotDo, in words for the run's page."""
    kind, _colon, value = recipient.partition(":")
    members = [member for member in RESOLVERS[kind](record, value) if member.active]
    if not members:
        raise CannotDo(_missing(kind, value))
    return members


def _missing(kind, value):
    if kind == "function":
        function = Function.objects.filter(key=value).first()
        return _("Nobody has the function “%(name)s”") % {"name": function or value}
    if kind == "role":
        return _("Nobody has the role “%(name)s”") % {"name": Role.objects.filter(key=value).first() or value}
    return _("The member who should do it has left")


def one_of(members, record):
    """Who of several gets the work: the record's own team first, then whoever has the fewest open tasks."""
    if len(members) == 1:
        return members[0]
    open_tasks = dict(
        Task.objects.filter(OPEN, owner__in=members).order_by().values_list("owner").annotate(Count("pk"))
    )
    return min(members, key=lambda m: (m.team_id != record.team_id, open_tasks.get(m.pk, 0), m.pk))


def _owner(record, _value):
    """A record that nobody owns is the business of the workspace's owners."""
    return [record.owner] if record.owner and record.owner.active else _role(record, "owner")


def _manager(record, _value):
    return managers_of(record.owner) if record.owner else _role(record, "owner")


def _member(_record, value):
    return _seats().filter(pk=value)


def _function(_record, value):
    return members_with(value).select_related("tenant", "user", "team", "role")


def _role(_record, value):
    return _seats().filter(role__key=value).order_by("pk")


def _seats():
    return Member.objects.filter(active=True).select_related("tenant", "user", "team", "role")


RESOLVERS = {"owner": _owner, "manager": _manager, "member": _member, "function": _function, "role": _role}
