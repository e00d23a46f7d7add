"""One act on many records: what is asked of the worker, and what it did to each, so that it can be taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import Left, OfType, Words
from crm.records.fields.models import CustomField, Layout, UniqueValue
from crm.tenants.base import TenantForeignKey, TenantModel

__all__ = ["BulkChange", "BulkJob", "CustomField", "Layout", "UniqueValue"]


class BulkJob(TenantModel):
    """One act on all that a list's address asked for, done in pieces by a worker under the member's own rights."""

    record_key = "bulk"
    archive_refs = {"asked": Left(""), "values": Left(""), "ids": Left([])}  # of use while it runs only
    archive_actor = "bulk"
    archive_ends = {"state": {"waiting": "stopped", "running": "stopped", "undoing": "stopped"}}

    class State(models.TextChoices):
        WAITING = "waiting", _("Looking for the records")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        BROKEN_OFF = "broken_off", _("Broken off")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    record_type = models.CharField(max_length=30)
    verb = models.CharField(max_length=10)
    asked = models.TextField(blank=True)  # the query of the list's address
    values = models.TextField(blank=True)  # the form as it was sent; read anew by each piece
    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)  # why it was broken off
    ids = ArrayField(models.BigIntegerField(), default=list)  # what it found, in rising order
    place = models.PositiveIntegerField(default=0)  # how many of them were looked at
    total = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # left as they are by undoing, since somebody changed them
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "member", "-id"], name="bulkjob_of_member")]

    def __str__(self):
        return f"{self.record_type}.{self.verb}"

    @property
    def is_busy(self):
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.UNDOING)

    @property
    def can_be_stopped(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def can_be_undone(self):
        over = (self.State.DONE, self.State.STOPPED, self.State.BROKEN_OFF)
        return self.state in over and self.changed > 0 and self.verb != "restore"

    @property
    def left(self):
        """Records that were looked at and not changed: they were so already, or are out of the member's reach."""
        return self.place - self.changed


class BulkChange(TenantModel):
    """What a bulk job did to one record: stored values by column attribute, before and after."""

    archive_refs = {"record_id": OfType("job.record_type"), "before": Words(), "after": Words()}

    job = TenantForeignKey(BulkJob, on_delete=models.CASCADE, related_name="changes", db_index=False)
    record_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "job", "record_id"], name="bulkchange_once")]
