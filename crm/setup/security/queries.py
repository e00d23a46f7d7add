from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q

from crm.access.models import Role
from crm.access.second_step import STEPS
from crm.tenants.models import Member


@dataclass(frozen=True, slots=True)
class RoleSteps:
    """A role, how many active members have it, and how many of those have a second step."""

    role: Role
    members: int
    ready: int


def second_steps():
    """RoleSteps of every role, in their order."""
    steps = Authenticator.objects.filter(user=OuterRef("user"), type__in=STEPS)
    seats = Member.objects.filter(active=True).annotate(has_step=Exists(steps)).order_by().values("role")
    found = seats.annotate(members=Count("pk"), ready=Count("pk", filter=Q(has_step=True)))
    counts = {one["role"]: (one["members"], one["ready"]) for one in found}
    return [RoleSteps(role, *counts.get(role.pk, (0, 0))) for role in Role.objects.all()]
