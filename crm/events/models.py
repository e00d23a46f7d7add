"""Facts that happened (Event), what each consumer made of them (Delivery), and what is yet to happen (Timer)."""

from django.db import models
from django.db.models.functions import Now

from crm.lib.carrying import OfActor, OfType, Words
from crm.tenants.base import TenantForeignKey, TenantModel
from crm.tenants.models import Tenant


class Event(TenantModel):
    """One thing that happened to one record, written in the transaction that made it so."""

    archive_refs = {"record_id": OfType(), "actor_id": OfActor(), "data": Words()}
    archive_timers = ("events.fan_out",)

    kind = models.TextField()  # "<record key>.<past tense>"
    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField(blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "kind", "at"], name="event_by_kind"),
            models.Index(fields=["tenant", "actor_id", "at"], name="event_by_actor"),
        ]


class EventLink(TenantModel):
    """A record on whose timeline the event stands: its own, and those it is about as well."""

    archive_refs = {"record_id": OfType()}

    event = TenantForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "record_type", "record_id", "-event"], name="eventlink_timeline")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "event", "record_type", "record_id"], name="eventlink_once")
        ]


class Delivery(TenantModel):
    """One consumer has dealt with one event, in the same transaction as whatever it did: so exactly once."""

    # only what tells which consumers of an event under way are done: all others will never be asked again
    archive_where = """event_id IN (SELECT object_id FROM events_timer t
        WHERE t.tenant_id = events_delivery.tenant_id AND t.kind = 'events.fan_out')"""

    event = TenantForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.TextField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "event", "consumer"], name="delivery_once")]


class Timer(models.Model):
    """Something due: a reminder, an escalation, a mail, or work whose message a broker may lose.

    Outside the tenant wall, since one sweep claims for all tenants; so it names an object and holds no content.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)  # a key of settings.TIMERS
    object_id = models.BigIntegerField()
    due = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "kind", "object_id"], name="timer_once")]
        indexes = [models.Index(fields=["due"], condition=models.Q(given_up_at=None), name="timer_due")]


class TimerFailure(TenantModel):
    """Why a timer's work last failed, and since when it has, for the settings page."""

    archive_stays = "what fails there is looked into there"

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField()
    reason = models.TextField()
    since = models.DateTimeField(db_default=Now())
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "kind", "object_id"], name="timerfailure_once")]
