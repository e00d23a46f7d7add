"""The audit trail: who did, read, took out or opened what, from where. Written once, never changed."""

from django.db import models
from django.db.models.functions import Now

from crm.lib.carrying import Left, OfActor, OfType, Words
from crm.tenants.base import TenantModel


class Entry(TenantModel):
    """One act. The database sets `at`, and the seal (number, previous, hash) seconds later; nobody changes the rest.

    `data` holds what the act was about, in JSON values: never a password, key, token or the content of a record.
    """

    archive_refs = {
        "record_id": OfType(), "actor_id": OfActor(), "data": Words(),
        "number": Left(), "previous": Left(), "hash": Left(),  # sealed anew: seals cover keys
    }  # fmt: skip

    at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.TextField(blank=True)
    action = models.CharField(max_length=60)
    record_type = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True)  # place in the workspace's chain, from 1, without gaps
    previous = models.CharField(max_length=64, null=True)  # noqa: DJ001  # empty until sealed
    hash = models.CharField(max_length=64, null=True)  # noqa: DJ001

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "number"], name="auditentry_number")]
        indexes = [
            models.Index(fields=["tenant", "at", "id"], name="auditentry_newest"),
            models.Index(fields=["tenant", "actor_id", "at", "id"], name="auditentry_by_actor"),
            models.Index(fields=["tenant", "action", "at", "id"], name="auditentry_by_action"),
            models.Index(fields=["tenant", "record_type", "record_id", "at", "id"], name="auditentry_by_record"),
            models.Index(fields=["tenant", "id"], condition=models.Q(hash=None), name="auditentry_unsealed"),
        ]
