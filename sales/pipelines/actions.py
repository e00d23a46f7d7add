"""Shaping pipelines: stages come, change, move and retire; none is deleted, since deals remember them."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from crm.events.record import record_event
from sales.pipelines.models import TONES, LossReason, Pipeline, Stage

CHANGEABLE = ("name", "names", "probability", "ageing_days", "tone", "asks")


class StageInUse(Exception):
    """Open deals stand in the stage. `count` says how many."""

    def __init__(self, count):
        super().__init__(f"{count} open deals stand in the stage")
        self.count = count


class LastStage(Exception):
    """A pipeline needs at least one open stage."""


@transaction.atomic
def create_pipeline(*, name, won, lost, by, key="", names=None):
    """A pipeline with its two ends; `won` and `lost` are fields of those stages. Records pipeline.created."""
    key = key or _free_key(Pipeline.objects, name, "pipeline")
    pipeline = Pipeline.objects.create(name=name, names=names or {}, key=key, position=Pipeline.objects.count())
    Stage.objects.create(pipeline=pipeline, kind=Stage.Kind.WON, key="won", probability=100, tone="teal", **won)
    Stage.objects.create(pipeline=pipeline, kind=Stage.Kind.LOST, key="lost", probability=0, tone="slate", **lost)
    record_event(pipeline, "pipeline.created", by=by, data={"name": name})
    return pipeline


@transaction.atomic
def rename_pipeline(pipeline, *, name, names, by):
    """Records pipeline.renamed."""
    before, pipeline.name, pipeline.names = pipeline.name, name, names
    pipeline.save(update_fields=["name", "names"])
    record_event(pipeline, "pipeline.renamed", by=by, data={"before": before, "after": name})
    return pipeline


@transaction.atomic
def add_stage(pipeline, *, name, by, key="", **fields):
    """A new open stage, last in order. Records pipeline.stage_added."""
    Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    open_stages = Stage.objects.filter(pipeline=pipeline, kind=Stage.Kind.OPEN)
    position = (open_stages.aggregate(last=Max("position"))["last"] or 0) + 1
    fields.setdefault("tone", TONES[(position - 1) % len(TONES)])
    key = key or _free_key(pipeline.stages, name, "stage")
    stage = Stage.objects.create(pipeline=pipeline, name=name, key=key, position=position, **fields)
    record_event(pipeline, "pipeline.stage_added", by=by, data={"stage": stage.pk, "name": name})
    return stage


def _free_key(rows, name, fallback):
    """A key that none of `rows` has, made of the name where it has Latin letters."""
    stem = slugify(name).replace("-", "_")[:30] or fallback
    taken = set(rows.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for n in range(len(taken) + 1) if (key := f"{stem}_{n}" if n else stem) not in taken)


@transaction.atomic
def change_stage(stage, *, by, **fields):
    """Change any of CHANGEABLE. Records pipeline.stage_changed with what was and what is; nothing when nothing did."""
    changed = {name: [getattr(stage, name), value] for name, value in fields.items() if getattr(stage, name) != value}
    if not changed:
        return stage
    for name, (_, value) in changed.items():
        if name not in CHANGEABLE:
            raise TypeError(f"a stage's {name} does not change")
        setattr(stage, name, value)
    stage.save(update_fields=list(changed))
    data = {"stage": stage.pk, "name": stage.name, "changed": changed}
    record_event(stage.pipeline, "pipeline.stage_changed", by=by, data=data)
    return stage


@transaction.atomic
def order_stages(pipeline, *, stages, by):
    """Put the open stages in the order of `stages`, a list of ids; ids of others are ignored, missing ones go last.

    Records pipeline.reordered when the order is a new one. Positions count from 1.
    """
    Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    found = list(Stage.objects.filter(pipeline=pipeline, kind=Stage.Kind.OPEN))
    wanted = {pk: place for place, pk in enumerate(stages)}
    ordered = sorted(found, key=lambda stage: wanted.get(stage.pk, len(wanted)))
    if ordered == found:
        return
    for position, stage in enumerate(ordered, 1):
        stage.position = position
    Stage.objects.bulk_update(ordered, ["position"])
    record_event(pipeline, "pipeline.reordered", by=by, data={"stages": [stage.pk for stage in ordered]})


@transaction.atomic
def retire_stage(stage, *, by):
    """Deals can no longer enter the stage. Records pipeline.stage_retired; nothing if it was retired before.

    Two who retire stages of one pipeline go one after the other, so that one stage is always left. Raises StageInUse
    while open deals stand in it, LastStage for the only open one (and for won and lost).
    """
    Pipeline.objects.select_for_update().get(pk=stage.pipeline_id)
    stage.refresh_from_db(from_queryset=Stage.objects.select_for_update())
    others = Stage.objects.filter(pipeline=stage.pipeline_id, kind=Stage.Kind.OPEN, retired_at=None)
    if not stage.is_open or not others.exclude(pk=stage.pk).exists():
        raise LastStage
    if count := stage.deals.filter(status=0, deleted_at=None).count():
        raise StageInUse(count)
    return _retire(stage, timezone.now(), "pipeline.stage_retired", by)


@transaction.atomic
def restore_stage(stage, *, by):
    """Deals may enter the stage again. Records pipeline.stage_restored; nothing if it was not retired."""
    stage.refresh_from_db(from_queryset=Stage.objects.select_for_update())
    return _retire(stage, None, "pipeline.stage_restored", by)


def _retire(stage, moment, kind, by):
    if bool(stage.retired_at) != bool(moment):
        stage.retired_at = moment
        stage.save(update_fields=["retired_at"])
        record_event(stage.pipeline, kind, by=by, data={"stage": stage.pk, "name": stage.name})
    return stage


@transaction.atomic
def add_loss_reason(*, name, by, names=None):
    """Records loss_reason.added."""
    reason = LossReason.objects.create(name=name, names=names or {}, position=LossReason.objects.count())
    record_event(reason, "loss_reason.added", by=by, data={"name": name})
    return reason


@transaction.atomic
def rename_loss_reason(reason, *, name, names, by):
    """Records loss_reason.renamed. Deals lost for it show the new name."""
    before, reason.name, reason.names = reason.name, name, names
    reason.save(update_fields=["name", "names"])
    record_event(reason, "loss_reason.renamed", by=by, data={"before": before, "after": name})
    return reason


@transaction.atomic
def retire_loss_reason(reason, *, by, restore=False):
    """Stop (or resume) offering the reason; deals lost for it keep it. Records loss_reason.retired or .restored."""
    reason.retired_at = None if restore else timezone.now()
    reason.save(update_fields=["retired_at"])
    record_event(
        reason, "loss_reason.restored" if restore else "loss_reason.retired", by=by, data={"name": reason.name}
    )
    return reason
