"""Mail on its way out (Message), and what the development mailbox caught (SentMail)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import FileParts, OfType, Once
from crm.tenants.base import TenantForeignKey, TenantModel


class Message(TenantModel):
    """One mail to one address, written down before it is sent."""

    record_key = "message"
    archive_refs = {"record_id": OfType(), "attachments": FileParts(), "key": Once()}
    archive_ends = {"state": {"queued": "failed", "sending": "failed"}}  # the other installation sends it

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        HELD = "held", _("Held")  # no mail server is set: it went to the development mailbox
        FAILED = "failed", _("Failed")

    to = models.EmailField(max_length=254)
    to_name = models.TextField(blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)  # [{"name", "path" in the default storage, "type"}]
    language = models.CharField(max_length=2)
    record_type = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True)
    by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    message_id = models.CharField(max_length=120)  # the mail's own Message-ID, the same on every attempt
    key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "record_type", "record_id", "-id"], name="message_of_record")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "key"], condition=~models.Q(key=""), name="message_once")
        ]

    def __str__(self):
        return self.subject

    def timeline_parents(self):
        return [(self.record_type, self.record_id)] if self.record_type else []


class SentMail(models.Model):
    """A mail as it would have gone out, while no mail server is set. Outside the wall: sign-up mails have no workspace.

    Shown at /mailbox/ only where settings.MAILBOX_OPEN says that this is a place to try things.
    """

    at = models.DateTimeField(auto_now_add=True)
    sender = models.TextField()
    to = models.TextField()
    subject = models.TextField()
    source = models.BinaryField()  # the whole message, RFC 5322
