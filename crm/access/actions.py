"""Roles and teams of a workspace."""

from django.db import transaction

from crm.access.catalogue import PRESETS
from crm.access.models import Role, Team


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
