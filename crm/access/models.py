"""Roles, teams, and the base of explicit shares."""

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models.functions import Now
from guardian.models import UserObjectPermissionBase

from crm.access.catalogue import PRESETS
from crm.l10n.names import Named
from crm.lib.carrying import PLAIN, Words
from crm.tenants.base import TenantForeignKey, TenantModel


class Role(Named, TenantModel):
    """What a member may do. `grants` maps a record key (or "*") to {action: scope}; `rights` lists system rights;
    `fields` maps a record key to {field: "hidden" or "read"}. A shipped role has no `name` until a firm renames it."""

    record_key = "role"
    archive_refs = {"grants": PLAIN, "rights": PLAIN, "fields": Words()}

    key = models.CharField(max_length=20)
    name = models.TextField(blank=True)
    grants = models.JSONField(default=dict)
    rights = models.JSONField(default=list)
    fields = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="role_key")]

    def name_in(self, language):
        """Its name in a language; what it is shipped with, in the language of the reader."""
        return super().name_in(language) or str(PRESETS[self.key]["name"])


class Team(Named, TenantModel):
    """People who work together. Teams stand in a tree: a role may reach the records of every team below."""

    record_key = "team"

    parent = TenantForeignKey("access.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    manager = TenantForeignKey(
        "tenants.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="managed_teams"
    )

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="team_name")]


class Deputy(TenantModel):
    """A member who stands in for a team's manager: reaches what the manager does, and is told when they are away."""

    team = TenantForeignKey(Team, on_delete=models.CASCADE, related_name="deputies", db_index=False)
    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="deputises", db_index=False)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["tenant", "team", "member"], name="deputy_once")]
        indexes = [models.Index(fields=["tenant", "member"], name="deputy_of_member")]


class Function(Named, TenantModel):
    """A kind of work that members do, beside their role: a surveyor measures, whatever he may see. Playbooks give
    work to a function, so that they need not know who is employed. `Member.functions` holds the keys."""

    record_key = "function"

    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="function_key")]


class ShareBase(UserObjectPermissionBase, TenantModel):
    """One record opened to one person, or to a team, beyond their roles. Concrete: add `content_object`, a
    TenantForeignKey. A share that may edit has a second row for that; one past `until` opens nothing.

    Shares only; base visibility never lives here (reference: docs/data-layer.md).
    """

    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("tenants.User", on_delete=models.CASCADE, null=True, related_name="+")
    team = TenantForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)
    by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        abstract = True
        unique_together = ["tenant", "user", "permission", "content_object"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "team", "permission", "content_object"], name="%(class)s_once_a_team"
            ),
            models.CheckConstraint(
                condition=models.Q(user=None, team__isnull=False) | models.Q(user__isnull=False, team=None),
                name="%(class)s_person_or_team",
            ),
        ]
