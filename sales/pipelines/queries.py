"""Reading pipelines. A workspace has a handful of stages, so one query brings them all."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from crm.lib.lookup import Lookup, asked
from crm.tenants.scope import current_tenant_id
from sales.pipelines.models import LossReason, Pipeline, Stage


@dataclass(frozen=True)
class Track:
    """A pipeline with its stages in order."""

    pipeline: Pipeline
    stages: tuple[Stage, ...]  # in use and retired, won and lost

    @cached_property
    def open_stages(self):
        return [stage for stage in self.stages if stage.is_open and stage.retired_at is None]

    @cached_property
    def retired(self):
        return [stage for stage in self.stages if stage.retired_at is not None]

    def end(self, kind):
        """The won or the lost stage."""
        return next(stage for stage in self.stages if stage.kind == kind)

    def stage(self, pk):
        """The stage in use with this id (an int or its digits), or None."""
        return next((s for s in self.stages if str(s.pk) == str(pk) and s.retired_at is None), None)

    def step(self, stage):
        """(place, of how many) among the open stages; won is complete, what is lost or retired has no place."""
        total = len(self.open_stages)
        if stage in self.open_stages:
            return self.open_stages.index(stage) + 1, total
        return (total if stage.kind == Stage.Kind.WON else 0), total


STAGES = Lookup(
    lambda: (
        QuerySet(Stage)
        .select_related("pipeline")
        .filter(tenant=asked(0))
        .order_by("pipeline__position", "pipeline_id", "kind", "position", "pk")
    )
)


def tracks():
    """Every pipeline with its stages, in order: one query."""
    grouped = {}
    for stage in STAGES.all(current_tenant_id()):
        grouped.setdefault(stage.pipeline, []).append(stage)
    return [Track(pipeline, tuple(found)) for pipeline, found in grouped.items()]


def track_of(pipeline_id):
    """One pipeline with its stages."""
    stages = Stage.objects.select_related("pipeline").filter(pipeline=pipeline_id).order_by("kind", "position", "pk")
    found = tuple(stages)
    return Track(found[0].pipeline, found)


def default_pipeline():
    """Where deals go unless said otherwise; None in a workspace that was given no pipeline."""
    return Pipeline.objects.first()


def first_stage(pipeline):
    """Where deals enter the pipeline."""
    return in_use(pipeline).filter(kind=Stage.Kind.OPEN).first()


def end_of(pipeline, kind):
    """The pipeline's won or lost stage."""
    return Stage.objects.get(pipeline=pipeline, kind=kind)


def in_use(pipeline):
    return Stage.objects.filter(pipeline=pipeline, retired_at=None)


def loss_reasons():
    return LossReason.objects.filter(retired_at=None)
