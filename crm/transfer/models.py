"""An import: the file, what its columns mean, what became of every row. An export: what a list showed, as a file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import PLAIN, File, OfType, Words
from crm.tenants.base import TenantForeignKey, TenantModel


def unnamed(n):
    """What a column without a name is called."""
    return gettext("Column %(n)s") % {"n": n}


class ImportJob(TenantModel):
    """One file on its way in. Its rows are staged first, then taken in pieces, so that a crash costs one piece."""

    record_key = "import"
    archive_refs = {"file": File(), "heads": PLAIN, "sample": PLAIN, "mapping": Words()}
    archive_actor = "import"
    archive_ends = {"state": {"staging": "failed", "running": "stopped", "undoing": "stopped"}}

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to check")
        STAGING = "staging", _("Reading the file")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Broken off")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    class Repeats(models.TextChoices):
        FILL = "fill", _("Fill in what is missing")
        OVERWRITE = "overwrite", _("Replace with the file's values")
        SKIP = "skip", _("Leave as they are")

    class Dates(models.TextChoices):
        GREGORIAN = "gregorian", _("Gregorian, the day before the month")
        MONTH_FIRST = "month_first", _("Gregorian, the month before the day")
        JALALI = "jalali", _("Jalali")
        HIJRI = "hijri", _("Hijri")

    record_type = models.CharField(max_length=30)
    file = models.TextField(blank=True)  # name in storage; deleted once its rows are staged
    file_name = models.TextField()
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    heads = models.JSONField(default=list)  # texts of the head row, one a column
    head_line = models.PositiveIntegerField(default=0)
    sample = models.JSONField(default=list)  # the first rows, as [line, cells]
    mapping = models.JSONField(default=list)  # the field each column fills; "" is left out
    dates = models.CharField(max_length=12, choices=Dates, default=Dates.GREGORIAN)
    repeats = models.CharField(max_length=10, choices=Repeats, default=Repeats.FILL)
    tag = models.TextField(blank=True)
    owner = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    reason = models.TextField(blank=True)  # why it was broken off
    place = models.PositiveIntegerField(default=0)  # the line dealt with last
    total = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # rows that undoing left alone, since somebody changed their records
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name

    def first_rows(self, *, headless):
        """[line, cells] of the sample; what was taken for the head is one of them if it is none."""
        head = ["" if head == unnamed(n) else head for n, head in enumerate(self.heads, 1)]
        return [[self.head_line, head], *self.sample] if headless and self.head_line else self.sample

    @property
    def done(self):
        """Rows dealt with so far."""
        return self.created + self.updated + self.skipped + self.failed

    @property
    def to_undo(self):
        """Rows that undoing goes through."""
        return self.created + self.updated

    @property
    def undoing_done(self):
        return self.undone + self.kept

    @property
    def is_busy(self):
        return self.state in (self.State.STAGING, self.State.RUNNING, self.State.UNDOING)

    @property
    def can_be_stopped(self):
        return self.state in (self.State.STAGING, self.State.RUNNING)

    @property
    def can_be_undone(self):
        return self.state in (self.State.DONE, self.State.STOPPED, self.State.FAILED) and bool(self.to_undo)


class ImportRow(TenantModel):
    """A row of the file, as it stood there, and its outcome."""

    archive_refs = {"record_id": OfType("job.record_type"), "cells": PLAIN, "before": Words(), "after": Words()}

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        SKIPPED = "skipped", _("Left as it was")
        FAILED = "failed", _("Not imported")
        UNDONE = "undone", _("Undone")
        KEPT = "kept", _("Kept")

    job = TenantForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # in the file, from 1
    cells = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    reason = models.TextField(blank=True)
    record_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)  # the values it replaced
    after = models.JSONField(null=True)  # and what it put there: undone only where this still stands

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "job", "line"], name="importrow_line")]
        indexes = [
            models.Index(fields=["tenant", "job", "record_id"], name="importrow_of_record"),
            models.Index(fields=["tenant", "job", "line"], name="importrow_remarks", condition=~models.Q(reason="")),
        ]


class Export(TenantModel):
    """What a list shows a member, as a file for that member alone: written in pieces, put together, deleted in time."""

    record_key = "export"
    archive_stays = "a file that is deleted within days"

    class State(models.TextChoices):
        WAITING = "waiting", _("Looking for the records")
        RUNNING = "running", _("Under way")
        WRITING = "writing", _("The file is being written")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Broken off")
        GONE = "gone", _("Deleted")

    class Kind(models.TextChoices):
        XLSX = "xlsx", _("Spreadsheet (XLSX)")
        CSV = "csv", _("Plain table (CSV)")

    record_type = models.CharField(max_length=30)
    asked = models.TextField(blank=True)  # the query of the list's address
    columns = models.JSONField()  # their names, the record's own first
    kind = models.CharField(max_length=4, choices=Kind)
    member = TenantForeignKey("tenants.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)  # why it was broken off
    ids = ArrayField(models.BigIntegerField(), default=list)  # what the list shows, in its order
    place = models.PositiveIntegerField(default=0)  # how many of them were read
    total = models.PositiveIntegerField(default=0)
    folder = models.TextField()  # in storage; its name cannot be guessed
    file_name = models.TextField()  # what it is called when it is downloaded
    size = models.BigIntegerField(default=0)  # bytes
    rows = models.PositiveIntegerField(default=0)  # in the file
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["tenant", "member", "-id"], name="export_of_member")]

    def __str__(self):
        return self.file_name

    @property
    def is_busy(self):
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.WRITING)

    @property
    def is_ready(self):
        return self.state == self.State.DONE

    @property
    def title(self):
        """Its name as it is read: the date and the ending from left to right, whatever stands before them."""
        label, _space, rest = self.file_name.rpartition(" ")
        return f"{label} \u200e{rest}"

    @property
    def file(self):
        """The name in storage of what is downloaded."""
        return f"{self.folder}/whole.{self.kind}"
