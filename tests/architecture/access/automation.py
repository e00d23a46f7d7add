from django.utils import timezone

from crm.automation.models import Run, StepRun
from crm.events.models import TimerFailure
from crm.events.record import record_event
from tests.architecture.access import Row

OWNERS_ONLY = {"manager": 403, "rep": 403, "agent": 403, "reader": 403}


def step(cast):
    event = record_event(cast.rep, "member.tried", by=cast.rep)
    run = Run.objects.create(rule_name="x", event=event, record_type="member", record_id=cast.rep.pk)
    return (StepRun.objects.create(run=run, kind="notify", state="failed", error="nobody").pk,)


def failure(cast):
    values = {"attempts": 1, "reason": "no server", "at": timezone.now()}
    return (TimerFailure.objects.create(kind="channels.send", object_id=1, **values).pk,)


ROWS = [
    Row(url="automation:runs", **OWNERS_ONLY),
    Row(url="automation:failures", **OWNERS_ONLY),
    Row(url="automation:step_retry", method="post", args=step, owner=302, **OWNERS_ONLY),
    Row(url="automation:failure_retry_all", method="post", owner=302, **OWNERS_ONLY),
    Row(url="automation:failure_dismissal", args=failure, **OWNERS_ONLY),
    Row(url="automation:failure_dismissal", method="post", args=failure, owner=422, **OWNERS_ONLY),
    Row(url="automation:failure_retry", method="post", args=failure, owner=302, **OWNERS_ONLY),
]
