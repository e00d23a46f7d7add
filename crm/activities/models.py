"""What people do about a record: what is planned (Task), said on the phone (Call), and written down (Note).

Each hangs on any record by (record_type, record_id). Tasks and calls are records of their own, so that the rights
of their owner and team reach them in lists and totals; on a record's page they are seen by whoever sees the record.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import OfType
from crm.records import registry
from crm.records.base import Record, bin_index
from crm.tenants.base import TenantForeignKey, TenantModel

OPEN = models.Q(done_at=None, deleted_at=None)


class FromTheEnd(models.Func):
    """As far before the year 8973 as the moment lies after 2000: later than any deadline, and the latest come first. By
    way of an interval, for only that may be stored: other parts of a moment depend on the time zone."""

    template = (
        "to_timestamp(220000000000 - extract(epoch from %(expressions)s - timestamptz '2000-01-01 00:00+00')::float8)"
    )
    output_field = models.DateTimeField()


class OnRecord:
    """Hangs on a record, on whose timeline, and on those of its own parents, it is told."""

    archive_refs = {"record_id": OfType()}

    @property
    def parent(self):
        """The record, deleted or not; None when it hangs on nothing."""
        return registry.find(self.record_type, self.record_id)

    def timeline_parents(self):
        parent = self.parent
        return [(self.record_type, self.record_id), *parent.timeline_parents()] if parent else []


class Task(OnRecord, Record):
    """Something to be done by its owner until `due_at`. Open until `done_at`; a cancelled one is deleted."""

    record_key = "task"
    archive_reminders = ("activities.due", "activities.overdue")

    class Kind(models.TextChoices):
        TASK = "task", _("Task")
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        MEETING = "meeting", _("Meeting")

    subject = models.TextField()
    body = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TASK)
    record_type = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    turn = models.GeneratedField(  # where it stands among all: open ones by deadline, then done ones from the latest
        expression=models.Case(models.When(done_at=None, then="due_at"), default=FromTheEnd("done_at")),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    result = models.TextField(blank=True)
    escalated_at = models.DateTimeField(null=True, editable=False)  # when the managers were told, for this due_at
    created_by = TenantForeignKey(
        "tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    origin_kind = models.CharField(max_length=10)  # actor_kind of whoever planned it: "member", "rule", "form", …
    origin_name = models.TextField(blank=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["tenant", "owner", "due_at"], condition=OPEN, name="task_agenda"),
            models.Index(fields=["tenant", "team", "due_at"], condition=OPEN, name="task_agenda_of_team"),
            models.Index(fields=["tenant", "due_at"], condition=OPEN, name="task_open"),
            models.Index(fields=["tenant", "due_at", "id"], condition=models.Q(deleted_at=None), name="task_by_due"),
            models.Index(fields=["tenant", "turn", "id"], condition=models.Q(deleted_at=None), name="task_by_turn"),
            models.Index(
                fields=["tenant", "record_type", "record_id", "due_at"], condition=OPEN, name="task_next_step"
            ),
            models.Index(fields=["tenant", "record_type", "record_id", "-id"], name="task_of_record"),
            models.Index(
                fields=["tenant", "owner", "done_at"],
                condition=models.Q(done_at__isnull=False, deleted_at=None),
                name="task_done",
            ),
            bin_index("task_bin"),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_open(self):
        return self.done_at is None and self.deleted_at is None

    def facts(self):
        """What an event about the task says of it."""
        return {
            "subject": self.subject,
            "kind": str(self.kind),
            "due_at": self.due_at.isoformat(),
            "assignee": self.owner_id,
            "assignee_name": self.owner.name if self.owner else "",
            "result": self.result,
            "on": [self.record_type, self.record_id],
        }


class Call(OnRecord, Record):
    """A telephone call that took place; its owner is the member who spoke."""

    record_key = "call"

    class Direction(models.TextChoices):
        OUT = "out", _("Outgoing")
        IN = "in", _("Incoming")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        BUSY = "busy", _("Busy")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        CALLBACK = "callback", _("Call back later")

    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.OUT)
    outcome = models.CharField(max_length=12, choices=Outcome)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    task = TenantForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="calls", db_index=False)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["tenant", "at", "owner"], include=["outcome", "team"], name="call_by_time"),
            models.Index(fields=["tenant", "owner", "at"], name="call_by_member"),
            models.Index(fields=["tenant", "record_type", "record_id", "-at"], name="call_of_record"),
        ]

    def __str__(self):
        return str(self.get_outcome_display())


class Note(OnRecord, TenantModel):
    """Words about a record, for colleagues."""

    record_key = "note"

    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    body = models.TextField()
    by = TenantForeignKey("tenants.Member", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "record_type", "record_id", "-at"], name="note_of_record")]
