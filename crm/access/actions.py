"""Roles and teams of a workspace."""

from django.db import transaction

from crm.access.catalogue import PRESETS
from crm.access.models import Function, Role, Team


@transaction.atomic
def install_roles():
    """Give the scope's workspace the shipped roles. Returns {key: Role}."""
    return {
        key: Role.objects.create(key=key, grants=preset["grants"], rights=preset["rights"], position=position)
        for position, (key, preset) in enumerate(PRESETS.items())
    }


@transaction.atomic
def create_team(*, name, manager=None):
    """A new team. The manager, when named, joins it."""
    team = Team.objects.create(name=name, manager=manager)
    if manager is not None:
        manager.team = team
        manager.save(update_fields=["team"])
    return team


@transaction.atomic
def define_function(*, key, name, names=None):
    """The workspace's function called `key`, made if it has none; `names` are its names by language."""
    function, _ = Function.objects.get_or_create(
        key=key, defaults={"name": name, "names": names or {}, "position": Function.objects.count()}
    )
    return function


@transaction.atomic
def give_functions(member, keys):
    """The member does exactly these kinds of work from now on. Keys that the workspace does not define are dropped."""
    member.functions = list(Function.objects.filter(key__in=keys).values_list("key", flat=True))
    member.save(update_fields=["functions"])
    return member
