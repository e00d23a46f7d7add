"""What every record has: an owner, a team, tags, custom values, and the marks of time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from crm.tenants.base import TenantForeignKey, TenantModel


class Record(TenantModel):
    """A row that people own and find. Concrete types set `record_key` and declare themselves in their record.py."""

    record_key = ""

    # no index of their own: each type has indexes for its lists, and those begin with the tenant
    owner = TenantForeignKey(
        "tenants.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = TenantForeignKey(
        "access.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    tags = ArrayField(models.TextField(), default=list, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        abstract = True

    def timeline_parents(self):
        """(record key, id) of the records on whose timelines this one's events also stand."""
        return []


def team_of(owner):
    """The team a record takes from its owner."""
    return owner.team_id if owner is not None else None
