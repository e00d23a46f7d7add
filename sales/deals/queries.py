"""Reading deals: what pages and panels of other records show of them."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import visible_to
from crm.activities.queries import NO_STEP, next_steps
from crm.l10n.money import format_money
from crm.ui.panels import Related
from crm.ui.parts import RelatedItem
from crm.ui.tables import Cell
from sales.deals.models import Deal
from sales.pipelines.queries import tracks

SHOWN_BESIDE = 10


def decorate(deals, member):
    """Attach what a page of deals shows beyond its rows: the next step, and the stage with its place. Two queries.

    An open deal without a next step says so; a closed one has no need of one.
    """
    steps = next_steps("deal", [deal.pk for deal in deals])
    marks = {stage.pk: mark(track, stage) for track in tracks() for stage in track.stages}
    forgotten = replace(NO_STEP, text=_("No next step"))
    for deal in deals:
        step = steps[deal.pk]
        deal.next_step = forgotten if deal.is_open and step is NO_STEP else step
        deal.stage_mark = marks[deal.stage_id]


def mark(track, stage):
    """A stage as a cell shows it: (name, place, of how many, tone)."""
    return (str(stage), *track.step(stage), stage.tone)


def deals_of_contact(contact, member):
    """The card of a person's deals."""
    return _beside(Deal.objects.filter(contact=contact), member, f"contact={contact.pk}")


def deals_of_company(company, member):
    """The card of a company's deals, whoever its people are."""
    return _beside(Deal.objects.filter(company=company), member, f"company={company.pk}")


def _beside(deals, member, about):
    """Open deals first, the newest ones; at most SHOWN_BESIDE, with the number of all."""
    rows = visible_to(deals, member).select_related("stage").order_by("status", "-created_at", "-pk")
    shown = list(rows[: SHOWN_BESIDE + 1])
    by_pipeline = {track.pipeline.pk: track for track in tracks()} if shown else {}
    return Related(
        items=tuple(_item(deal, by_pipeline[deal.pipeline_id]) for deal in shown[:SHOWN_BESIDE]),
        count=len(shown) if len(shown) <= SHOWN_BESIDE else rows.count(),
        create_url=f"{reverse('sales:deal_create')}?{about}",
    )


def _item(deal, track):
    step, total = track.step(deal.stage)
    return RelatedItem(
        title=deal.title,
        url=reverse("sales:deal", args=[deal.pk]),
        sub=str(deal.stage),
        end=Cell(text=format_money(*deal.amount), kind="money") if deal.amount else None,
        step=step,
        total=total,
        tone=deal.stage.tone,
    )
