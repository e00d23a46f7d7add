from crm.automation.models import Rule, Run
from crm.events.models import TimerFailure


def rules_on(event_kind, **match):
    """Rules on a kind of event that ask for exactly this match, with their steps; a playbook is found so."""
    return Rule.objects.filter(event_kind=event_kind, match=match).prefetch_related("steps")


def runs(before=None, limit=50):
    """Runs with their steps, newest first; `before` is the id of the last one already shown."""
    newest = Run.objects.prefetch_related("steps").order_by("-pk")
    return list((newest.filter(pk__lt=before) if before else newest)[:limit])


def failures():
    """Work that last failed, newest first."""
    return TimerFailure.objects.order_by("-at")
