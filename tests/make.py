"""Factories: plain functions that call the product's own actions, inside the open tenant scope."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from contacts.companies.actions import create_company
from contacts.people.actions import create_contact
from crm.access.actions import create_team
from crm.activities.actions import plan
from crm.activities.conversations import log_call
from crm.setup.actions import open_workspace, seat_member
from crm.tenants.models import User
from sales.deals.actions import lose, open_deal, win
from sales.pipelines.actions import add_loss_reason, add_stage, create_pipeline
from sales.pipelines.models import LossReason, Pipeline

_numbers = count(1)
PASSWORD = "windows and doors"  # noqa: S105


def user(name="", *, email=""):
    number = next(_numbers)
    person = User(email=email or f"person{number}@example.com", name=name or f"Person {number}")
    person.password = "!"  # hashing is slow; tests sign in by force, or set a password where it matters
    person.save()
    return person


def workspace(name="Acme", *, slug="", owner="", **preferences):
    """(tenant, owner's member); its scope is not open yet."""
    return open_workspace(name=name, slug=slug or f"firm-{next(_numbers)}", user=user(owner), **preferences)


def member(*, by, role="rep", name="", team=None, **preferences):
    return seat_member(user=user(name), role=role, by=by, team=team, **preferences)


def team(name="", *, manager=None):
    return create_team(name=name or f"Team {next(_numbers)}", manager=manager)


def contact(name="", *, by, **fields):
    return create_contact(name=name or f"Customer {next(_numbers)}", by=by, **fields)


def company(name="", *, by, **fields):
    return create_company(name=name or f"Firm {next(_numbers)}", by=by, **fields)


# key, name, chance, ageing days, asks
STAGES = (
    ("first_call", "First call", 10, 7, ""),
    ("measurement", "Measurement", 30, 7, "visit_at"),
    ("approval", "Approval", 60, 14, ""),
    ("payment", "Payment", 85, 7, ""),
    ("installation", "Installation", 95, 10, "delivery_on"),
)


def pipeline(*, by, name="Window projects"):
    """The stages of the story, with a reason to lose."""
    made = create_pipeline(name=name, won={"name": "Won"}, lost={"name": "Lost"}, by=by)
    for key, label, probability, ageing_days, asks in STAGES:
        add_stage(made, name=label, key=key, probability=probability, ageing_days=ageing_days, asks=asks, by=by)
    add_loss_reason(name="Too expensive", by=by)
    return made


def deal(*, by, title="", stage="", owner=None, amount=0, **fields):
    """A deal in the first pipeline, which is made if there is none; `stage` is a key, `amount` in major units."""
    place = Pipeline.objects.first() or pipeline(by=by)
    at = place.stages.get(key=stage) if stage else None
    return open_deal(
        title=title or f"Windows {next(_numbers)}", pipeline=place, stage=at, owner=owner or by,
        amount_minor=amount * 100, by=by, **fields,
    )  # fmt: skip


def busy_weeks(*, pipeline, reps):
    """Deals in every state and currency, with calls and tasks, shared among the reps. Returns the deals."""
    reason = LossReason.objects.first()
    stages = list(pipeline.stages.filter(kind=0).order_by("position"))
    deals = []
    for number in range(12):
        rep = reps[number % len(reps)]
        source, currency = ["Website", "Referral", ""][number % 3], ["GBP", "USD"][number % 2]
        made = deal(by=rep, stage=stages[0].key, amount=100 * (number + 1), source=source, currency=currency)
        log_call(made, outcome="reached", by=rep)
        if number % 4 == 0:
            plan(subject="Call back", due_at=timezone.now() - timedelta(days=1), assignee=rep, record=made, by=rep)
        if number % 4 == 1:
            win(made, by=rep)
        if number % 4 == 2:
            lose(made, reason=reason, by=rep)
        deals.append(made)
    return deals
