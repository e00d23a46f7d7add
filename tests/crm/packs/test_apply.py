"""A new workspace gets its starter: complete in three languages, once, and working from the first deal."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from contacts.people.actions import create_contact
from crm.access.models import Function
from crm.access.teams import members_with
from crm.activities.models import Task
from crm.documents.models import Document, DocumentTemplate
from crm.events.models import Event
from crm.notify.models import Notification
from crm.packs.apply import PACKS, apply, consume
from crm.records import registry
from crm.tenants.models import Language
from crm.tenants.scope import tenant_scope
from sales.deals.actions import move_stage, open_deal
from sales.pipelines.models import LossReason, Pipeline, Stage
from sales.pipelines.queries import track_of
from sales.playbooks.queries import steps_of
from tests import make

WORDS = {
    "ar": ["مكالمة أولى", "القياس", "الموافقة", "الدفع", "التركيب"],
    "fa": ["تماس اول", "اندازه‌گیری", "تأیید", "پرداخت", "نصب"],
    "en": ["First call", "Measurement", "Approval", "Payment", "Installation"],
}


@pytest.fixture
def windows(owner):
    return apply("windows", "en", by=owner)


@pytest.fixture
def stages(windows):
    return {stage.key: stage for stage in windows.stages.all()}


@pytest.fixture
def surveyor(owner):
    return make.member(by=owner, role="rep", name="Sami Surveyor")


@pytest.fixture
def deal(windows, rep):
    customer = create_contact(name="Noura", address="Olaya 4", by=rep)
    return open_deal(title="Villa", service="14 windows", contact=customer, amount_minor=100_00, by=rep)


@pytest.mark.parametrize("language", Language.values)
def test_a_workspace_speaks_its_language_and_knows_the_others(owner, language):
    pipeline = apply("windows", language, by=owner)
    stages = track_of(pipeline.pk).open_stages
    assert [stage.name for stage in stages] == WORDS[language]
    assert [stage.probability for stage in stages] == [10, 30, 60, 85, 95]
    for other in Language.values:
        assert [stage.name_in(other) for stage in stages] == WORDS[other]


@pytest.mark.parametrize("key", sorted(PACKS))
def test_every_text_of_a_pack_is_in_every_language(key):
    def texts(value):
        if isinstance(value, dict) and set(value) & set(Language.values):
            yield value
        elif isinstance(value, dict):
            yield from (found for inner in value.values() for found in texts(inner))
        elif isinstance(value, tuple):
            yield from (found for inner in value for found in texts(inner))
        elif hasattr(value, "__dataclass_fields__"):
            yield from (found for name in value.__dataclass_fields__ for found in texts(getattr(value, name)))

    found = list(texts(PACKS[key]))
    assert len(found) > 8
    assert [text for text in found if set(text) != set(Language.values) or not all(text.values())] == []


@pytest.mark.parametrize("key", sorted(PACKS))
def test_the_second_time_nothing_changes(owner, key):
    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (Pipeline, Stage, LossReason, Function, DocumentTemplate)
        ] + [Event.objects.count()]

    first = apply(key, "en", by=owner)
    before = everything()
    assert apply(key, "ar", by=owner) == first
    assert everything() == before


@pytest.mark.parametrize(("pack", "expected"), [("windows", "windows"), ("", "general"), ("bakery", "general")])
def test_an_opened_workspace_gets_what_it_asked_for(db, run_due, pack, expected):
    tenant, owner = make.workspace(pack=pack, language="fa")
    run_due()
    with tenant_scope(tenant):
        pipeline = Pipeline.objects.get()
        assert (pipeline.key, pipeline.name) == (expected, PACKS[expected].pipeline["fa"])
        assert set(owner.__class__.objects.get().functions) == set(PACKS[expected].functions)


def test_other_events_are_not_the_packs_business(owner, rep):
    consume(Event.objects.filter(kind="member.seated").first())
    assert not Pipeline.objects.exists()


def test_a_founder_does_what_nobody_is_hired_for(owner, surveyor, run_due, acme):
    surveyor.functions = ["surveyor"]
    surveyor.save()
    event = Event.objects.get(kind="workspace.opened")
    event.data["pack"] = "windows"
    consume(event)
    assert list(members_with("surveyor")) == [surveyor]
    assert list(members_with("installer")) == [owner]


def test_measurement_sends_the_surveyor_at_the_time_given(deal, stages, surveyor, rep, run_due):
    surveyor.functions = ["surveyor"]
    surveyor.save()
    assert registry.fetch("deal", deal.pk, surveyor) is None
    visit = timezone.now() + timedelta(days=2)
    move_stage(deal, to=stages["measurement"], visit_at=visit, by=rep)
    run_due()
    task = Task.objects.get()
    assert (task.owner, task.due_at, task.kind, task.record_id) == (surveyor, visit, "visit", deal.pk)
    assert registry.fetch("deal", deal.pk, surveyor, "edit") == deal
    assert registry.fetch("contact", deal.contact_id, surveyor) == deal.contact


def test_approval_asks_the_owner_for_a_price_within_two_hours(deal, stages, surveyor, rep, run_due):
    move_stage(deal, to=stages["approval"], by=surveyor)
    run_due()
    task = Task.objects.get()
    assert (task.owner, task.subject) == (rep, "Work out the price and call the customer")
    assert timedelta(minutes=119) < task.due_at - timezone.now() <= timedelta(minutes=120)


def test_payment_has_the_contract_made(deal, stages, rep, run_due):
    move_stage(deal, to=stages["payment"], by=rep)
    run_due()
    document = Document.objects.get(record_type="deal", record_id=deal.pk)
    assert document.title == "Contract and payment request"
    assert document.missing == ["payment_details"]


def test_installation_tells_the_installer_the_day(deal, stages, surveyor, rep, run_due):
    surveyor.functions = ["installer"]
    surveyor.save()
    move_stage(deal, to=stages["installation"], delivery_on=date(2027, 3, 4), by=rep)
    run_due()
    notice = Notification.objects.get(member=surveyor, kind="rule.told")
    assert notice.data["date"] == "2027-03-04"
    task = Task.objects.get(owner=surveyor)
    assert timezone.localdate(task.due_at) == date(2027, 3, 4)


def test_the_first_call_has_no_playbook_of_its_own(stages):
    assert not steps_of(stages["first_call"]).exists()
