from django.db.models import Count, Q
from django.db.models.functions import Collate

from crm.access.models import Function, Role, Team
from crm.l10n.state import current
from crm.setup.authority import OWNER
from crm.tenants.models import Member


def everybody():
    """All seats, those in use first, by name."""
    return Member.objects.select_related("user", "role", "team").order_by("-active", _by_name(), "pk")


def teams():
    """Teams by name, each with its manager and `size`, the number of members."""
    return Team.objects.select_related("manager").annotate(size=Count("members")).order_by(_by_name())


def roles():
    """Roles from the widest down, each with `size`, the number of active members."""
    return Role.objects.annotate(size=Count("members", filter=Q(members__active=True)))


def function_names():
    """{key: name in the reader's language} of the workspace's functions."""
    return {function.key: str(function) for function in Function.objects.all()}


def is_last_owner(member):
    owners = Member.objects.filter(role__key=OWNER, active=True)
    return member.active and member.role.key == OWNER and not owners.exclude(pk=member.pk).exists()


def _by_name():
    return Collate("name", f"crm_{current().language}")
