"""Roles, teams, and the base of explicit shares."""

from django.contrib.auth.models import Permission
from django.db import models
from guardian.models import UserObjectPermissionBase

from crm.access.catalogue import PRESETS
from crm.l10n.names import Named
from crm.tenants.base import TenantForeignKey, TenantModel


class Role(TenantModel):
    """What a member may do. `grants` maps a record key (or "*") to {action: scope}; `rights` lists system rights."""

    record_key = "role"

    key = models.CharField(max_length=20)
    name = models.TextField(blank=True)
    grants = models.JSONField(default=dict)
    rights = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="role_key")]

    def __str__(self):
        return self.name or str(PRESETS[self.key]["name"])


class Team(TenantModel):
    record_key = "team"

    name = models.TextField()
    manager = TenantForeignKey(
        "tenants.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="managed_teams"
    )

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="team_name")]

    def __str__(self):
        return self.name


class Function(Named, TenantModel):
    """A kind of work that members do, beside their role: a surveyor measures, whatever he may see. Playbooks give
    work to a function, so that they need not know who is employed. `Member.functions` holds the keys."""

    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="function_key")]


class ShareBase(UserObjectPermissionBase, TenantModel):
    """One record opened to one person beyond their role. Concrete: add `content_object`, a TenantForeignKey.

    Shares only; base visibility never lives here (reference: docs/data-layer.md).
    """

    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("tenants.User", on_delete=models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        abstract = True
        unique_together = ["tenant", "user", "permission", "content_object"]
