from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import Left
from crm.tenants.base import TenantForeignKey, TenantModel


class HandOver(TenantModel):
    """What one member owned goes to others, piece by piece in a worker."""

    record_key = "handover"
    archive_refs = {"place": Left(0)}
    archive_actor = "handover"
    archive_ends = {"state": {"running": "broken_off"}}

    class State(models.TextChoices):
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        BROKEN_OFF = "broken_off", _("Broken off")

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    reason = models.TextField(blank=True)  # why it was broken off
    place = models.BigIntegerField(default=0)  # the last record of the part under way that was looked at
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "member", "-id"], name="handover_of_member")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "member"], condition=models.Q(state="running"), name="handover_one_at_a_time"
            )
        ]

    def __str__(self):
        return self.member.name

    @property
    def is_running(self):
        return self.state == self.State.RUNNING


class Part(TenantModel):
    """One estate of one record type, and who gets it: `to`, or nobody."""

    handover = TenantForeignKey(HandOver, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    record_type = models.CharField(max_length=30)
    estate = models.CharField(max_length=20, blank=True)
    to = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    to_nobody = models.BooleanField(default=False)
    total = models.PositiveIntegerField()
    moved = models.PositiveIntegerField(default=0)
    done = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "handover", "record_type", "estate"], name="handoverpart_once")
        ]

    @property
    def stayed(self):
        """How many could not be moved, once the part is done."""
        return max(self.total - self.moved, 0)
