from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.people.actions import create_contact
from crm.automation.actions import save_rule
from crm.events.models import Timer
from crm.events.record import record_event


@pytest.fixture
def in_an_hour():
    return timezone.now() + timedelta(hours=1)


@pytest.fixture
def person(rep):
    return create_contact(name="Noura Al-Harbi", by=rep)


@pytest.fixture
def rule(person):
    """When somebody visits, the owner calls back within a quarter of an hour."""
    Timer.objects.all().delete()
    due = {"minutes": 15}
    return save_rule(
        name="After a visit",
        event_kind="contact.visited",
        match={"where": "shop"},
        steps=[("create_task", {"subject": "Call back", "kind": "call", "recipient": "owner", "due": due})],
    )


@pytest.fixture
def visit(person, rep):
    """Let the event happen."""

    def happen(where="shop", by=None, **data):
        return record_event(person, "contact.visited", by=by or rep, data={"where": where, **data})

    return happen
