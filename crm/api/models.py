"""Tokens by which a member's programs come in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.api.webhooks.models import Sending, Webhook
from crm.tenants.base import TenantForeignKey, TenantModel

__all__ = ["Sending", "Token", "Webhook"]


class Token(TenantModel):
    """A member's key for one program. The key itself is nowhere: its hash stands in a PublicLink, which leads here."""

    record_key = "token"
    archive_stays = "a key to a door of the other installation"

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="tokens", db_index=False)
    name = models.TextField()
    scope = models.CharField(max_length=5, choices=Scope)
    beginning = models.CharField(max_length=12)  # of the key, to know one from another
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "member", "-id"], name="token_of_member")]

    def __str__(self):
        return self.name

    @property
    def may_write(self):
        return self.scope == self.Scope.WRITE

    @property
    def has_expired(self):
        return self.expires_at is not None and self.expires_at <= timezone.now()
