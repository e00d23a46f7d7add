"""Telling a story that began weeks ago: actions read the time from Django's clock, and here it is set."""

from contextlib import contextmanager
from unittest import mock

from django.utils import timezone

from crm.events import timers
from crm.events.models import Timer
from crm.tenants.scope import current_tenant_id


@contextmanager
def at(moment):
    """Inside the block it is `moment` (aware) for this process."""
    with mock.patch.object(timezone, "now", lambda: moment):
        yield moment


# Printing and mailing need not happen on the day of the story; the workers do them once they run.
LEFT_TO_WORKERS = ("documents.render", "documents.thumbnail", "documents.scan", "channels.send")


def settle():
    """Do the scope's due work now, as the workers would: consumers, playbooks, requests, reminders."""
    for _round in range(50):
        due = Timer.objects.filter(tenant_id=current_tenant_id(), due__lte=timezone.now(), given_up_at=None)
        ids = list(due.exclude(kind__in=LEFT_TO_WORKERS).order_by("due", "pk").values_list("pk", flat=True))
        if not ids:
            return
        for pk in ids:
            timers.fire(pk)
