"""Views of lists that people keep: filters, search, order and columns under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import Asked, Words
from crm.tenants.base import TenantForeignKey, TenantModel


class SavedView(TenantModel):
    """One way to look at a record list. It opens nothing: every reader sees in it what their own rights let them."""

    record_key = "view"
    archive_refs = {"asked": Asked(), "columns": Words()}
    archive_words = ("pins",)

    class Audience(models.TextChoices):
        ME = "me", _("Only me")
        TEAM = "team", _("My team")
        ALL = "all", _("Everyone")

    record_type = models.CharField(max_length=30)
    name = models.TextField()
    owner = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=4, choices=Audience, default=Audience.ME)
    team = TenantForeignKey(  # that of its owner when it was shared
        "access.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    asked = models.JSONField(default=dict)  # filters, "q" and "sort" as the list's address has them
    mine = models.BooleanField(default=False)  # each reader's own records only
    columns = models.JSONField(default=list)  # names; empty: those of the record type
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "record_type"], name="savedview_of_type")]

    def __str__(self):
        return self.name


class ViewDefault(TenantModel):
    """The view with which a list opens for everybody of a role."""

    role = TenantForeignKey("access.Role", on_delete=models.CASCADE, related_name="+", db_index=False)
    record_type = models.CharField(max_length=30)
    view = TenantForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "role", "record_type"], name="viewdefault_once")]
