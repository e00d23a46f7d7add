"""What was saved, and what was proved. Of the whole installation, so outside the wall: nothing here is a firm's."""

from django.db import models


class Run(models.Model):
    """One backup, or one proof: a backup restored into a scratch database and compared with its manifest."""

    class Kind(models.TextChoices):
        BACKUP = "backup"
        PROOF = "proof"

    class State(models.TextChoices):
        WAITING = "waiting"  # somebody pressed the button, no worker has begun
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    name = models.CharField(max_length=100, blank=True)  # of the archive, in settings.BACKUP_DIR
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    bytes = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)  # of a failure, for the operator
    removed_at = models.DateTimeField(null=True)  # the archive's time was over

    class Meta:
        indexes = [models.Index(fields=["kind", "state", "-started_at"], name="backuprun_newest")]


class Erasure(models.Model):
    """The certificate of a workspace that was erased: numbers and hashes, no name. Its seal covers the one before."""

    number = models.BigIntegerField(unique=True)  # what the workspace's id was
    slug_hash = models.CharField(max_length=64, db_index=True)
    asked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField()
    counts = models.JSONField(default=dict)  # {table: rows}
    rows = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)
    files_removed_at = models.DateTimeField(null=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
