from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.tenants.base import TenantForeignKey, TenantModel
from crm.tenants.models import Language


class Invitation(TenantModel):
    """A seat kept for an e-mail address. The link in the mail is a tenants.PublicLink; only its hash is stored."""

    record_key = "invitation"

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        EXPIRED = "expired", _("Expired")
        ACCEPTED = "accepted", _("Accepted")
        REVOKED = "revoked", _("Withdrawn")

    email = models.EmailField(max_length=254)
    name = models.TextField(blank=True)  # as the host wrote it; the guest may write another
    seat = TenantForeignKey(  # one that came with an archive and waits for its person; else a new one is made
        "tenants.Member", on_delete=models.CASCADE, null=True, related_name="+"
    )
    role = TenantForeignKey("access.Role", on_delete=models.CASCADE, related_name="+")
    team = TenantForeignKey("access.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.TextField(blank=True)
    language = models.CharField(max_length=2, choices=Language)
    invited_by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_once_an_address",
            )
        ]

    def __str__(self):
        return self.email

    @property
    def state(self):
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if self.expires_at > timezone.now() else self.State.EXPIRED
