from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.companies.actions import create_company
from contacts.people.actions import create_contact
from crm.activities.actions import plan


@pytest.fixture
def company(rep):
    return create_company(name="Oxbow House", by=rep)


@pytest.fixture
def person(rep, company):
    """The rep's own contact, of the company."""
    return create_contact(name="Noura Al-Harbi", company=company, by=rep)


@pytest.fixture
def in_an_hour():
    return timezone.now() + timedelta(hours=1)


@pytest.fixture
def task(person, rep, in_an_hour):
    return plan(subject="Call Noura about handles", due_at=in_an_hour, kind="call", record=person, by=rep)
