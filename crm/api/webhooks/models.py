"""Addresses of other firms' servers that are told what happens, and what each was told."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.tenants.base import TenantForeignKey, TenantModel


class Webhook(TenantModel):
    """An address that is told of events, as the member who answers for it sees them. Its secret is sealed
    (crm.lib.sealing), for each message is signed with it; it is shown once."""

    record_key = "webhook"
    archive_stays = "a promise to somebody's server, under a secret of the other installation"

    class Paused(models.TextChoices):
        """Why nothing is sent; empty while it is."""

        HAND = "hand", _("Somebody paused it.")
        MEMBER = "member", _("Whoever it sends for has left, or may not change settings any more.")
        FAILING = "failing", _("For days nothing that was sent arrived.")
        GONE = "gone", _("The receiver answered that it wants no more (410).")
        SECRET = "secret", _("Its secret was sealed with a key that is gone. Make a new secret.")

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="webhooks", db_index=False)
    name = models.TextField()
    url = models.CharField(max_length=1000)
    kinds = ArrayField(models.TextField())  # of events: "contact.created", and "contact.*" for all there are
    secret = models.TextField()  # sealed
    paused = models.CharField(max_length=10, choices=Paused, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    arrived_at = models.DateTimeField(null=True)  # when something last did
    failing_since = models.DateTimeField(null=True)  # nothing has arrived since
    rests_until = models.DateTimeField(null=True)  # nobody was there: it is left alone for a while

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "member"], name="webhook_of_member")]

    def __str__(self):
        return self.name

    @property
    def host(self):
        """Of the address, which may have a secret in the rest of it."""
        return urlsplit(self.url).hostname or ""


class Sending(TenantModel):
    """One event on its way to one webhook, and what became of it. It holds nothing of the record: what is sent is read
    when it is sent, each time anew. Without an event it is a test."""

    archive_stays = "it belongs to a webhook, which stays"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ARRIVED = "arrived", _("Arrived")
        FAILED = "failed", _("Given up")
        WITHHELD = "withheld", _("Not sent")

    webhook = TenantForeignKey(Webhook, on_delete=models.CASCADE, related_name="sendings", db_index=False)
    event = TenantForeignKey("events.Event", on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    uid = models.UUIDField(default=uuid4)  # by which the receiver knows a message that comes twice
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    reason = models.TextField(blank=True)  # why there was none
    at = models.DateTimeField(auto_now_add=True)
    since = models.DateTimeField(default=timezone.now)  # when it was to be sent, or by hand once more
    due = models.DateTimeField(default=timezone.now)  # the next try
    tried_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "event", "webhook"], name="sending_once")]
        indexes = [
            models.Index(fields=["tenant", "webhook", "-id"], name="sending_newest"),
            models.Index(
                fields=["tenant", "webhook", "due"], condition=models.Q(state="waiting"), name="sending_waiting"
            ),
        ]

    @property
    def kind(self):
        return self.event.kind if self.event_id else "test"
