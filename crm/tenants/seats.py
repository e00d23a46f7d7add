"""The workspaces a person sits in, read across the wall by the policy that shows everyone their own seats."""

from django.db.models import QuerySet

from crm.tenants.models import Member
from crm.tenants.scope import user_scope


def seats_of(user):
    """The user's seats in use, each with its tenant, by the workspace's name."""
    with user_scope(user.pk):
        seats = QuerySet(Member).filter(user_id=user.pk, active=True)
        return list(seats.select_related("tenant").order_by("tenant__name", "pk"))
