"""Pipelines, their stages, and the reasons for which deals are lost."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.l10n.names import Named
from crm.tenants.base import TenantForeignKey, TenantModel

TONES = ("slate", "sky", "indigo", "violet", "teal", "plum", "sand")


class Pipeline(Named, TenantModel):
    """An order of stages. A workspace has one or more; the first is where deals go unless said otherwise."""

    record_key = "pipeline"

    key = models.SlugField(max_length=40)  # never shown: by it a starter knows what it brought before
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="pipeline_key")]


class Stage(Named, TenantModel):
    """A place on the way. Each pipeline ends in exactly one stage that is won and one that is lost."""

    archive_words = ("stages", "after", "before")

    class Kind(models.IntegerChoices):
        OPEN = 0, _("Open")
        WON = 1, _("Won")
        LOST = 2, _("Lost")

    class Asks(models.TextChoices):
        NOTHING = "", _("Nothing")
        VISIT = "visit_at", _("Date and time of the visit")
        DELIVERY = "delivery_on", _("Date of delivery")

    pipeline = TenantForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages", db_index=False)
    key = models.SlugField(max_length=40)  # never shown and never changed: what packs, tests and links call it
    kind = models.PositiveSmallIntegerField(choices=Kind, default=Kind.OPEN)
    probability = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    position = models.PositiveSmallIntegerField(default=0)
    ageing_days = models.PositiveSmallIntegerField(default=0)  # a deal older than this in the stage ages; 0 is never
    tone = models.CharField(max_length=10, default="slate", choices=[(tone, tone) for tone in TONES])
    asks = models.CharField(max_length=12, choices=Asks, blank=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "pipeline", "key"], name="stage_key"),
            models.UniqueConstraint(
                fields=["tenant", "pipeline", "kind"], condition=~models.Q(kind=0), name="stage_one_end_each"
            ),
            models.CheckConstraint(condition=models.Q(probability__lte=100), name="stage_probability"),
        ]

    @property
    def is_open(self):
        return self.kind == self.Kind.OPEN


class LossReason(Named, TenantModel):
    record_key = "loss_reason"
    archive_words = ("reason", "lost_for")

    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["position", "pk"]
