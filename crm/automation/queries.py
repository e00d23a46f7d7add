from dataclasses import dataclass
from datetime import datetime

from crm.automation.models import Rule, Run, StepRun
from crm.automation.wording import step_icon, step_name
from crm.events.models import TimerFailure
from crm.records import registry

STATE_TONES = {StepRun.State.DONE: "green", StepRun.State.FAILED: "red", StepRun.State.WAITING: "grey"}
STATE_ICONS = {StepRun.State.DONE: "check", StepRun.State.FAILED: "alert-circle", StepRun.State.WAITING: "clock"}


@dataclass(frozen=True, slots=True)
class ToldStep:
    pk: int
    name: str
    icon: str
    state: str
    tone: str
    sign: str
    error: str
    failed: bool


@dataclass(frozen=True, slots=True)
class ToldRun:
    """A run as its reader sees it; the record only if they may see that."""

    name: str
    at: datetime
    stopped: bool
    title: str
    url: str
    steps: tuple[ToldStep, ...]


def rules_on(event_kind, **match):
    """Rules on a kind of event that ask for exactly this match, with their steps; a playbook is found so."""
    return Rule.objects.filter(event_kind=event_kind, match=match).prefetch_related("steps")


def runs(before=None, limit=50):
    """Runs with their steps, newest first; `before` is the id of the last one already shown."""
    newest = Run.objects.prefetch_related("steps").order_by("-pk")
    return list((newest.filter(pk__lt=before) if before else newest)[:limit])


def told_runs(found, member):
    """The runs as ToldRuns; one query for each type of record among them."""
    records = _visible(found, member)
    return tuple(_told(run, records.get((run.record_type, run.record_id))) for run in found)


def failures():
    """Work that last failed, newest first."""
    return TimerFailure.objects.order_by("-at")


def _told(run, record):
    return ToldRun(
        name=run.rule_name,
        at=run.at,
        stopped=run.stopped,
        title=str(record) if record else "",
        url=registry.of(record).url(record.pk) if record else "",
        steps=tuple(
            ToldStep(
                pk=step.pk,
                name=str(step_name(step.kind)),
                icon=step_icon(step.kind),
                state=step.get_state_display(),
                tone=STATE_TONES[step.state],
                sign=STATE_ICONS[step.state],
                error=step.error,
                failed=step.state == StepRun.State.FAILED,
            )
            for step in run.steps.all()
        ),
    )


def _visible(found, member):
    wanted = {}
    for run in found:
        if registry.knows(run.record_type):
            wanted.setdefault(run.record_type, set()).add(run.record_id)
    return {
        (key, record.pk): record
        for key, ids in wanted.items()
        for record in registry.get(key).visible(member).filter(pk__in=ids)
    }
