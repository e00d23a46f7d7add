"""The board in the reader's words: cards, columns and totals, ready for the templates of crm.ui."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access.policy import scope_of, visible_to
from crm.activities.queries import NO_STEP, next_steps
from crm.l10n.money import format_amount, format_money
from crm.l10n.numbers import format_number, format_percent
from crm.lib.money import exponent
from crm.records.names import shown_column
from crm.ui.glyphs import amount
from crm.ui.parts import Card, Column, DropZone
from sales.deals import board
from sales.deals.models import Deal
from sales.pipelines.models import Stage


class CardMaker:
    """Makes the cards of one page: what they share is looked up once."""

    def __init__(self):
        self.today = timezone.localdate()
        self.contact, self.company = shown_column("contact__name"), shown_column("company__name")
        self.url, _found, self.after = reverse("sales:deal", args=[0]).rpartition("0")
        self.move = reverse("sales:deal_stage", args=[0]).removeprefix(f"{self.url}0")

    def card(self, deal, stage, *, movable, step=NO_STEP):
        """One card. Who may not edit the deal (not `movable`) sees it without the means to move it."""
        days = board.age_in_days(deal, self.today)
        return Card(
            pk=deal.pk,
            title=deal.title,
            url=f"{self.url}{deal.pk}{self.after}",
            move_url=f"{self.url}{deal.pk}{self.move}" if movable else "",
            who=getattr(deal, self.company) or getattr(deal, self.contact) or "",
            who_icon="building" if getattr(deal, self.company) else "user",
            amount=format_money(deal.amount_minor, deal.currency) if deal.amount_minor else "",
            days=days,
            rot=board.rot(stage, days),
            next_state=step.state,
            next_text=step.text,
            owner=deal.owner__name or "",
        )


def cards(deals, track, member):
    """Cards of `board.for_cards` of one pipeline; next steps and rights in one query each."""
    stages = {stage.pk: stage for stage in track.stages}
    ids = [deal.pk for deal in deals]
    steps, movable, maker = next_steps("deal", ids), editable_among(ids, member), CardMaker()
    return [maker.card(deal, stages[deal.stage_id], movable=deal.pk in movable, step=steps[deal.pk]) for deal in deals]


def editable_among(ids, member):
    """Which of these deals the member may edit; no query for who may edit all or none."""
    if scope_of(member, "deal", "edit") == "all":
        return set(ids)
    return set(visible_to(Deal.objects.filter(pk__in=ids), member, "edit").values_list("pk", flat=True))


def columns(track, by_stage, deals_by_stage, member, *, more_url, create_url):
    """The board's columns. `by_stage` are the totals of the view; a column shows PER_COLUMN cards of its deals.

    `more_url(stage, place)` and `create_url(stage)` give addresses, or "".
    """
    shown = {pk: deals[: board.PER_COLUMN] for pk, deals in deals_by_stage.items()}
    made = cards([deal for deals in shown.values() for deal in deals], track, member)
    by_pk = {each.pk: each for each in made}
    return [
        column(
            track,
            stage,
            by_stage.get(stage.pk, board.Total()),
            cards=tuple(by_pk[deal.pk] for deal in shown[stage.pk]),
            more_url=more_url(stage, shown[stage.pk][-1]) if len(deals_by_stage[stage.pk]) > board.PER_COLUMN else "",
            create_url=create_url(stage),
        )
        for stage in track.open_stages
    ]


def column(track, stage, total, **more):
    """The head of a column, and whatever else is given of it."""
    step, steps = track.step(stage)
    return Column(
        key=str(stage.pk),
        label=str(stage),
        step=step,
        total=steps,
        tone=stage.tone,
        count=format_number(total.count),
        sum=amounts(total.amounts),
        weighted=amounts(whole_units(total.weighted(stage.probability)), bare=True),
        probability=_("at %(percent)s") % {"percent": format_percent(stage.probability)},
        asks=bool(stage.asks),
        **more,
    )


def amounts(by_currency, *, bare=False):
    """Amounts of several currencies side by side, the largest first; `bare` leaves out the unit of a single one, unless
    the unit carries a part of the number (millions of rials)."""
    if bare and len(by_currency) == 1:
        [(currency, amount)] = by_currency.items()
        number, shown = format_amount(amount, currency), format_money(amount, currency)
        return number if number in shown else shown
    ordered = sorted(by_currency.items(), key=lambda pair: -pair[1])
    return " · ".join(format_money(amount, currency) for currency, amount in ordered)


def whole_units(by_currency):
    """Amounts without their cents: what is weighted by a chance is an estimate, and shall look like one."""
    return {
        currency: (amount + unit // 2) // unit * unit
        for currency, amount in by_currency.items()
        for unit in [10 ** exponent(currency)]
    }


def sentence(by_stage, track):
    """The bar's line: how many deals, their sum and weighted sum, as safe HTML."""
    whole, weighted = board.altogether(by_stage, track.open_stages)
    count = format_html("<b>{}</b>", format_number(whole.count))
    words = ngettext("%(count)s deal", "%(count)s deals", whole.count) % {"count": count}
    if not whole.amounts:
        return mark_safe(words)  # noqa: S308  # a number in words of ours
    values = {"sum": amounts(whole.amounts), "weighted": amounts(whole_units(weighted))}
    marked = {name: format_html("<b>{}</b>", amount(value)) for name, value in values.items()}
    line = _("%(deals)s · %(sum)s · weighted %(weighted)s") % {"deals": words, **marked}
    return mark_safe(line)  # noqa: S308  # ours again, its values escaped


def drops(track):
    """Where a deal ends: won, and lost, which asks for the reason."""
    won, lost = track.end(Stage.Kind.WON), track.end(Stage.Kind.LOST)
    return [
        DropZone(key=str(won.pk), label=str(won), icon="trophy", tone="green"),
        DropZone(key=str(lost.pk), label=str(lost), icon="x", tone="red", asks=True),
    ]
