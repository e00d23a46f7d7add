"""The sample firms are told through actions, around today, and nobody in them is left half done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Company, Contact
from crm.activities.queries import open_tasks
from crm.demo.logins import FIRMS
from crm.demo.story import tell
from crm.events.models import Event, TimerFailure
from crm.tenants.logos import current_logo
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from marketing.webforms.models import Submission
from sales.models import Deal, Stage


@pytest.fixture
def firm(db):
    tenant = tell(FIRMS[1])
    with tenant_scope(tenant):
        yield tenant


def test_a_firm_has_its_people_its_deals_and_a_past(firm):
    assert {member.role.key for member in Member.objects.select_related("role")} >= {"owner", "manager", "rep"}
    assert Member.objects.count() == 6
    assert Contact.objects.count() + Company.objects.count() >= 90
    assert Deal.objects.count() >= 40
    stages = Stage.objects.filter(kind=Stage.Kind.OPEN, retired_at=None)
    assert all(Deal.objects.filter(stage=stage, status=Deal.Status.OPEN).exists() for stage in stages)
    assert {Deal.Status.WON, Deal.Status.LOST} <= set(Deal.objects.values_list("status", flat=True))
    told = set(Event.objects.filter(kind="deal.opened").values_list("record_id", flat=True))
    assert told == set(Deal.objects.values_list("pk", flat=True))
    first, last = Event.objects.order_by("at").first().at, Event.objects.order_by("-at").first().at
    assert timezone.now() - first > timedelta(days=30)
    assert last <= timezone.now()
    assert open_tasks().filter(due_at__gt=timezone.now()).exists()
    assert Submission.objects.filter(state=Submission.State.ACCEPTED).exists()
    assert (current_logo().width, current_logo().height) == (230, 230), "without its margin"
    assert not TimerFailure.objects.exists()
