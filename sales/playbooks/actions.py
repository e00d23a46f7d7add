"""Writing down what happens by itself when a deal enters a stage."""

from django.db import transaction

from crm.automation.actions import save_rule
from crm.events.record import record_event
from sales.pipelines.models import Stage
from sales.playbooks.queries import ENTERED_BY, rule_of, steps_of


@transaction.atomic
def save_playbook(stage, *, steps, by):
    """From now on exactly these steps happen when a deal enters the stage: (kind, params) of crm.automation, in order.

    Every event kind that means entering has a rule of its own, kept alike here and nowhere else. Records
    pipeline.playbook_changed. Raises LookupError for a kind of step that is not installed.
    """
    _lock(stage)
    for event_kind in ENTERED_BY[stage.kind]:
        save_rule(
            name=f"{stage.pipeline.name}: {stage.name}", event_kind=event_kind, match={"after": stage.pk},
            steps=steps, rule=rule_of(stage, event_kind),
        )  # fmt: skip
    data = {"stage": stage.pk, "name": stage.name, "steps": len(steps)}
    record_event(stage.pipeline, "pipeline.playbook_changed", by=by, data=data)


@transaction.atomic
def add_step(stage, *, kind, params, by):
    """One more thing happens, after the others."""
    _lock(stage)
    save_playbook(stage, steps=[*_as_written(stage), (kind, params)], by=by)


@transaction.atomic
def change_step(stage, step, *, params, by):
    """The step does this from now on. Nothing when it is no longer one of the stage's."""
    _lock(stage)
    steps = list(steps_of(stage))
    if step in steps:
        save_playbook(stage, steps=[(s.kind, params if s == step else s.params) for s in steps], by=by)


@transaction.atomic
def remove_step(stage, step, *, by):
    """The step does not happen any more. Nothing when it is no longer one of the stage's."""
    _lock(stage)
    steps = list(steps_of(stage))
    if step in steps:
        save_playbook(stage, steps=[(s.kind, s.params) for s in steps if s != step], by=by)


def _lock(stage):
    """Before its steps are read: two who write at once each build on what the other wrote."""
    Stage.objects.select_for_update().get(pk=stage.pk)


def _as_written(stage):
    return [(step.kind, step.params) for step in steps_of(stage)]
