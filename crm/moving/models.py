"""A workspace on its way to another installation: the archive that an owner asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.tenants.base import TenantForeignKey, TenantModel


class Archive(TenantModel):
    """The whole workspace as one file, for its owners: written by a worker, deleted in time."""

    record_key = "archive"
    archive_stays = "an archive within an archive"

    class State(models.TextChoices):
        WAITING = "waiting", _("Being written")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Broken off")
        GONE = "gone", _("Deleted")

    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)  # why it was broken off
    folder = models.TextField()  # in storage; its name cannot be guessed
    file_name = models.TextField()  # what it is called when it is downloaded
    size = models.BigIntegerField(default=0)  # bytes
    rows = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(state="waiting"), name="archive_one_at_a_time"
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_busy(self):
        return self.state == self.State.WAITING

    @property
    def is_ready(self):
        return self.state == self.State.DONE

    @property
    def file(self):
        """The name in storage of what is downloaded."""
        return f"{self.folder}/workspace.zip"
