from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.module_loading import import_string

from crm.automation.models import Rule, Run, Step, StepRun
from crm.automation.wording import reason_in_words, step_icon, step_name, work_name
from crm.events.models import Event, Timer, TimerFailure
from crm.lib.lookup import Lookup, asked
from crm.records import registry
from crm.tenants.scope import current_tenant_id

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


def rules_by_recipient(kind):
    """{value: names of the rules with a step for "kind:value"}: {"surveyor": ("Windows: Measurement",)}. Each name
    once, as the part of the product that keeps the rule calls it (settings.RULE_NAMES), else the rule's own."""
    steps = list(Step.objects.filter(params__recipient__startswith=f"{kind}:").select_related("rule"))
    steps.sort(key=lambda step: (step.rule.position, step.rule_id))
    names, found = _names({step.rule for step in steps}), {}
    for step in steps:
        value = step.params["recipient"].partition(":")[2]
        found.setdefault(value, {})[names[step.rule_id]] = None
    return {value: tuple(said) for value, said in found.items()}


def _names(rules):
    """{id: the name that a rule has for its reader}."""
    names = {rule.pk: rule.name for rule in rules}
    for path in settings.RULE_NAMES:
        names |= import_string(path)(list(rules))
    return names


def runs(before=None, limit=50):
    """Runs with their steps, newest first; `before` is the id of the last one already shown."""
    newest = Run.objects.select_related("rule").prefetch_related("steps").order_by("-pk")
    return list((newest.filter(pk__lt=before) if before else newest)[:limit])


def told_runs(found, member):
    """The runs as ToldRuns; one query for each type of record among them, and one for what playbooks are called. A rule
    that is gone keeps the name that it had."""
    records = registry.seen([(run.record_type, run.record_id) for run in found], member)
    names = _names({run.rule for run in found if run.rule})
    return tuple(
        _told(run, names.get(run.rule_id, run.rule_name), records.get((run.record_type, run.record_id)))
        for run in found
    )


@dataclass(frozen=True, slots=True)
class ToldFailure:
    """Failed work as its reader sees it. `due` is the next attempt, None when there will be none by itself."""

    pk: int
    name: str
    words: str
    reason: str
    attempts: int
    since: datetime
    due: datetime | None
    title: str
    url: str


FAILED = Lookup(
    lambda: (
        QuerySet(TimerFailure).filter(tenant=asked(0)).values("tenant").annotate(count=Count("pk")).values_list("count")
    )
)


def failure_count():
    """How much failed work the workspace has; every page of its settings asks."""
    found = FAILED(current_tenant_id())
    return found[0] if found else 0


def failures(member, limit=100):
    """The newest failed work as ToldFailures, in a fixed number of statements and one for each type of record."""
    found = list(TimerFailure.objects.order_by("-at", "-pk")[:limit])
    due = {
        (timer.kind, timer.object_id): timer.due
        for timer in Timer.objects.filter(tenant_id=current_tenant_id(), given_up_at=None, attempts__gt=0)
    }
    places = _places(found)
    records = registry.seen([(place.record_type, place.record_id) for place in places.values()], member)
    return tuple(_told_failure(each, due, places, records) for each in found)


def _places(found):
    """{failure's id: the Event or Run that says which record it is about}."""
    ids = {"events.fan_out": {}, "automation.step": {}}
    for each in found:
        if each.kind in ids:
            ids[each.kind][each.object_id] = each.pk
    events = Event.objects.filter(pk__in=ids["events.fan_out"])
    steps = StepRun.objects.select_related("run").filter(pk__in=ids["automation.step"])
    return {
        **{ids["events.fan_out"][event.pk]: event for event in events},
        **{ids["automation.step"][step.pk]: step.run for step in steps},
    }


def _told_failure(failure, due, places, records):
    place = places.get(failure.pk)
    record = records.get((place.record_type, place.record_id)) if place else None
    return ToldFailure(
        pk=failure.pk,
        name=str(work_name(failure.kind)),
        words=str(reason_in_words(failure.reason)),
        reason=failure.reason,
        attempts=failure.attempts,
        since=failure.since,
        due=due.get((failure.kind, failure.object_id)),
        title=str(record) if record else "",
        url=registry.of(record).url(record.pk) if record else "",
    )


def _told(run, name, record):
    return ToldRun(
        name=name,
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
