"""From event to work: which rules an event sets off, and each of their steps, once.

The run, its steps and their timers are written in the transaction that marks the event as delivered; each step is
then a timer's work, so what it makes, its mark as done and the timer's removal are one transaction again.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from crm.automation.models import Rule, Run, StepRun
from crm.automation.recipients import CannotDo
from crm.events.actors import System
from crm.events.timers import Again, run_soon
from crm.l10n import state
from crm.notify.actions import notify_member
from crm.records import registry
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import current_tenant_id

DEEPEST = 5  # events of rules that answer events of rules …
log = logging.getLogger(__name__)


def consume(event):
    """Start a run of every active rule that the event fits."""
    for rule in Rule.objects.filter(event_kind=event.kind, active=True).prefetch_related("steps"):
        if fits(rule.match, event.data):
            _start(rule, event)


def fits(match, data):
    """Whether the event's data has all that the rule asks for; a list there means any one of its values."""
    return all(
        name in data and (data[name] in wanted if isinstance(wanted, list) else data[name] == wanted)
        for name, wanted in match.items()
    )


def _start(rule, event):
    stopped = event.depth >= DEEPEST
    run, is_new = Run.objects.get_or_create(
        rule=rule,
        event=event,
        defaults={
            "rule_name": rule.name,
            "record_type": event.record_type,
            "record_id": event.record_id,
            "stopped": stopped,
        },
    )
    if not is_new:
        return
    if stopped:
        return _tell_owners("rule.stopped", run, key=f"rule.stopped:{rule.pk}:{event.pk}")
    steps = [
        StepRun(run=run, kind=step.kind, params=step.params, position=number)
        for number, step in enumerate(rule.steps.all())
    ]
    for step in StepRun.objects.bulk_create(steps):
        run_soon("automation.step", step.pk)


def do_step(step_run_id):
    """The work of the timer automation.step. A step that fails leaves nothing behind but its reason; it is tried
    again with the timer's back-off, and the workspace's owners are told the first time."""
    step = StepRun.objects.select_related("run__event").filter(pk=step_run_id).first()
    if step is None or step.state == StepRun.State.DONE:
        return None
    try:
        with transaction.atomic():
            step.result = _do(step)
    except Exception as error:  # noqa: BLE001  # any failure of a step is shown on the run's page and tried again
        log.warning("step %s (%s) failed", step.pk, step.kind, exc_info=True)
        return _failed(step, str(error) if isinstance(error, CannotDo) else f"{type(error).__name__}: {error}")
    step.state, step.error, step.done_at = StepRun.State.DONE, "", timezone.now()
    step.save(update_fields=["state", "result", "error", "done_at"])
    return None


def _do(step):
    run = step.run
    record = registry.find(run.record_type, run.record_id)
    if record is None or getattr(record, "deleted_at", None):
        return {}  # the record is gone, and so is the reason for the work
    actor = System(kind="rule", name=run.rule_name, id=run.rule_id, depth=run.event.depth + 1)
    work = import_string(settings.AUTOMATION_STEPS[step.kind])
    with state.using(state.for_tenant(Tenant.objects.get(pk=current_tenant_id()))):
        return work(record, step.params, by=actor, step=step)


def _failed(step, reason):
    first, step.state, step.error = not step.error, StepRun.State.FAILED, reason[:2000]
    step.save(update_fields=["state", "error"])
    if first:
        _tell_owners("rule.failed", step.run, key=f"rule.failed:{step.pk}", reason=step.error)
    return Again(reason=reason)


def _tell_owners(kind, run, *, key, **data):
    record = registry.find(run.record_type, run.record_id)
    owners = Member.objects.select_related("tenant", "user", "role").filter(role__key="owner", active=True)
    for owner in owners:
        notify_member(owner, kind, key=key, record=record, data={"rule": run.rule_name, **data})
