"""Factories: plain functions that call the product's own actions, inside the open tenant scope."""

from itertools import count

from crm.access.actions import create_team
from crm.setup.actions import open_workspace, seat_member
from crm.tenants.models import User

_numbers = count(1)
PASSWORD = "windows and doors"  # noqa: S105


def user(name="", *, email=""):
    number = next(_numbers)
    person = User(email=email or f"person{number}@example.com", name=name or f"Person {number}")
    person.password = "!"  # hashing is slow; tests sign in by force, or set a password where it matters
    person.save()
    return person


def workspace(name="Acme", *, slug="", owner="", **preferences):
    """(tenant, owner's member); its scope is not open yet."""
    return open_workspace(name=name, slug=slug or f"firm-{next(_numbers)}", user=user(owner), **preferences)


def member(*, by, role="rep", name="", team=None, **preferences):
    return seat_member(user=user(name), role=role, by=by, team=team, **preferences)


def team(name="", *, manager=None):
    return create_team(name=name or f"Team {next(_numbers)}", manager=manager)
