from django.contrib.postgres.fields import ArrayField
from django.db import models

from crm.lib.carrying import PLAIN, Left, OfType, Once, Words
from crm.tenants.base import TenantForeignKey, TenantModel


class Notification(TenantModel):
    """Something a member is told. Its words are made when it is read, in the reader's language, from kind and data."""

    archive_refs = {"record_id": OfType(), "data": Words(), "key": Once(), "mail_waits": Left(False)}

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="notifications", db_index=False)
    kind = models.CharField(max_length=40)  # a key of crm.notify.kinds.KINDS
    key = models.CharField(max_length=80)  # what it is about: nobody is told the same thing twice
    event = TenantForeignKey("events.Event", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    record_type = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    shown = models.BooleanField(default=True)  # in the bell; else it is kept so that it is told once
    mail_waits = models.BooleanField(default=False)  # for the end of quiet hours, or for the day's one mail

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["tenant", "member", "-at", "-id"], name="notification_by_time"),
            models.Index(fields=["tenant", "member"], condition=models.Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["tenant", "member"], condition=models.Q(mail_waits=True), name="notification_mail_waits"
            ),
        ]


class Preference(TenantModel):
    """What a member wants to be told, how, and when not. Who never chose has no row."""

    archive_refs = {"choices": PLAIN, "quiet_days": PLAIN}

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    choices = models.JSONField(default=dict)  # {kind: {channel: bool}}, only where it differs from the kind's own way
    quiet_from = models.TimeField(null=True, blank=True)  # by the member's clock
    quiet_to = models.TimeField(null=True, blank=True)
    quiet_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # 0 is Monday
    digest_at = models.TimeField(null=True, blank=True)  # one mail a day instead of one each

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "member"], name="preference_of_member")]


class Device(TenantModel):
    """A browser that a member lets Wasl wake (W3C Push API). Its address is a secret of its own: whoever has it and our
    key can make it ring, and only the two keys of the browser can seal what it will read."""

    archive_stays = "a browser's secret, for a sign-in of the other installation"

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    endpoint = models.CharField(max_length=1000)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    key = models.CharField(max_length=100)  # ours, that it knows us by
    session = models.BigIntegerField()  # of allauth's UserSession: the sign-in that it was allowed in, and ends with
    user_agent = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "endpoint"], name="device_once")]
        indexes = [models.Index(fields=["tenant", "member"], name="device_of_member")]


class Push(TenantModel):
    """A notice on its way to a device; gone when it is there, or nobody needs it any more."""

    archive_stays = "a notice leaves once, from where it was made"

    device = TenantForeignKey(Device, on_delete=models.CASCADE, related_name="+", db_index=False)
    notification = TenantForeignKey(Notification, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "device", "notification"], name="push_once"),
        ]
        indexes = [models.Index(fields=["tenant", "notification"], name="push_of_notice")]
