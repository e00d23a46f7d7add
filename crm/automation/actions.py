"""Writing rules, and trying failed work again."""

from django.conf import settings
from django.db import transaction

from crm.audit.actions import note
from crm.automation.models import Rule, Step, StepRun
from crm.events import timers
from crm.events.models import TimerFailure


@transaction.atomic
def save_rule(*, name, event_kind, match=None, steps=None, active=True, rule=None):
    """Make a rule, or change `rule`. `steps`, when given, replace its steps (see replace_steps). Returns the Rule."""
    rule = rule or Rule(position=Rule.objects.count())
    rule.name, rule.event_kind, rule.match, rule.active = name, event_kind, match or {}, active
    rule.save()
    if steps is not None:
        replace_steps(rule, steps)
    return rule


@transaction.atomic
def replace_steps(rule, steps):
    """The rule does exactly these things from now on: (kind, params) in order. Runs that began keep their own copy.

    Raises LookupError for a kind that settings.AUTOMATION_STEPS does not name.
    """
    for kind, _params in steps:
        if kind not in settings.AUTOMATION_STEPS:
            raise LookupError(f"settings.AUTOMATION_STEPS has no kind called {kind!r}")
    rule.steps.all().delete()
    Step.objects.bulk_create(
        Step(rule=rule, kind=kind, params=params, position=number) for number, (kind, params) in enumerate(steps)
    )


@transaction.atomic
def delete_rule(rule):
    """The rule does nothing any more; what it did stays on record."""
    rule.delete()


@transaction.atomic
def retry_step(step):
    """Try a failed step again now. A step that is done stays done."""
    if step.state == StepRun.State.FAILED:
        timers.run_soon("automation.step", step.pk)


@transaction.atomic
def retry_failure(failure, *, by):
    """Try the failed work of a timer again now."""
    timers.retry(failure)
    note(by, "failure.retried", data={"name": failure.kind, "object": failure.object_id})


@transaction.atomic
def retry_failures(*, by):
    """Try all failed work of the workspace again now. Returns how much there was."""
    failures = list(TimerFailure.objects.order_by("pk"))
    for failure in failures:
        timers.retry(failure)
    note(by, "failure.retried", data={"count": len(failures)})
    return len(failures)


@transaction.atomic
def dismiss_failure(failure, *, reason, by):
    """Never try this work again; the audit trail keeps who decided that, and why."""
    data = {"name": failure.kind, "object": failure.object_id, "text": reason, "error": failure.reason[:200]}
    note(by, "failure.dismissed", data=data)
    timers.dismiss(failure)
