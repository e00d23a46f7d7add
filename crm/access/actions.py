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
def create_team(*, name, names=None, manager=None):
    """A new team; `names` are its names by language. The manager, when named, joins it."""
    team = Team.objects.create(name=name, names=names or {}, manager=manager)
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
    """The member does exactly these kinds of work from now on. Keys that the workspace does not define are dropped, of
    a function that is being removed just now too: it is waited for."""
    member.functions = [function.key for function in Function.objects.select_for_update().filter(key__in=keys)]
    member.save(update_fields=["functions"])
    return member
