from django.db import models

from crm.tenants.base import TenantForeignKey, TenantModel


class Notification(TenantModel):
    """Something a member is told. Its words are made when it is read, in the reader's language, from kind and data."""

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=40)  # a key of crm.notify.kinds.KINDS
    key = models.CharField(max_length=80)  # what it is about: nobody is told the same thing twice
    event = TenantForeignKey("events.Event", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    record_type = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["tenant", "member", "-at", "-id"], name="notification_by_time"),
            models.Index(fields=["tenant", "member"], condition=models.Q(read_at=None), name="notification_unread"),
        ]
