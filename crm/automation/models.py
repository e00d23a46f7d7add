"""When something happens (Rule), do these things (Step); and what came of it (Run, StepRun)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.lib.carrying import OfType, Words
from crm.tenants.base import TenantForeignKey, TenantModel


class Rule(TenantModel):
    """Steps to take when an event of a kind happens whose data contains `match`."""

    archive_refs = {"match": Words()}
    archive_actor = "rule"

    name = models.TextField()
    event_kind = models.TextField()
    match = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["tenant", "event_kind"], name="rule_by_event")]

    def __str__(self):
        return self.name


class Step(TenantModel):
    """One thing a rule does: a kind that settings.AUTOMATION_STEPS names, and what that kind wants to know."""

    archive_refs = {"params": Words()}

    rule = TenantForeignKey(Rule, on_delete=models.CASCADE, related_name="steps", db_index=False)
    kind = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["tenant", "rule", "position"], name="step_of_rule")]


class Run(TenantModel):
    """A rule has answered an event: once, whatever crashes in between."""

    archive_refs = {"record_id": OfType()}

    rule = TenantForeignKey(Rule, on_delete=models.SET_NULL, null=True, related_name="runs", db_index=False)
    rule_name = models.TextField()
    event = TenantForeignKey("events.Event", on_delete=models.CASCADE, related_name="+", db_index=False)
    record_type = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    stopped = models.BooleanField(default=False)  # rules were setting off rules: nothing was done

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "rule", "event"], name="run_once")]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="run_newest"),
            models.Index(fields=["tenant", "event"], name="run_of_event"),
            models.Index(fields=["tenant", "record_type", "record_id", "-id"], name="run_of_record"),
        ]


class StepRun(TenantModel):
    """One step of a run, with its kind and params as they were at the time."""

    archive_refs = {"params": Words(), "result": Words()}
    archive_timers = ("automation.step",)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    run = TenantForeignKey(Run, on_delete=models.CASCADE, related_name="steps", db_index=False)
    kind = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    result = models.JSONField(default=dict)  # what it made, by record key: {"task": 7}
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["tenant", "run", "position"], name="steprun_once")]
