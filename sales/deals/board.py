"""The board's numbers and cards, in a fixed number of statements whatever the number of deals.

Totals come from the covering index deal_board and count exactly the rows that the columns page through.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, Count, DateTimeField, Q, Sum, Value, When
from django.utils import timezone

from crm.access.fields import hides
from crm.access.policy import visible_to
from crm.activities.queries import has_next_step
from crm.l10n.periods import start_of_day
from crm.records.keeping import kept
from crm.records.names import shown_column
from crm.records.patience import FEW
from sales.deals.models import Deal

PER_COLUMN = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPEN, MINE, AGEING, WAITING = "open", "mine", "ageing", "waiting"
VIEWS = (OPEN, MINE, AGEING, WAITING)
EACH = Value(1)  # to count rows by; a column would be looked at in each


@dataclass
class Total:
    """How many deals, and what they come to: minor units by currency, since currencies are never added up."""

    count: int = 0
    amounts: dict = field(default_factory=dict)

    def weighted(self, probability):
        """Amounts times the chance, to the nearest minor unit."""
        return {currency: (amount * probability + 50) // 100 for currency, amount in self.amounts.items()}


def open_deals(member, track):
    """The open deals of a pipeline that the member may see."""
    return visible_to(Deal.objects.all(), member).filter(pipeline=track.pipeline, status=Deal.Status.OPEN)


def age_in_days(deal, today=None):
    """Calendar days since the deal entered its stage, on the reader's clock."""
    return ((today or timezone.localdate()) - timezone.localdate(deal.stage_entered_at)).days


def rot(stage, days):
    """What so many days in the stage make of a deal: "" fresh, "warn" past its limit, "rot" past 1.5 times of it."""
    if not stage.is_open or not stage.ageing_days or days <= stage.ageing_days:
        return ""
    return "rot" if days > stage.ageing_days * 1.5 else "warn"


def is_ageing(track):
    """The condition behind `rot`: deals that are past the limit of the stage they stand in."""
    conditions = [Q(stage=stage, stage_entered_at__lt=since) for stage, since in _limits(track)]
    return reduce(or_, conditions, Q(pk__in=[]))


def _is_past_limit(track):
    """The same condition for counting: an index serves it less, and of all deals it is said faster."""
    since = [When(stage=stage, then=Value(since)) for stage, since in _limits(track)]
    return Q(stage_entered_at__lt=Case(*since, output_field=DateTimeField())) if since else Q(pk__in=[])


def _limits(track):
    """[(stage's id, since when a deal has stood there too long if it entered before)]."""
    return [
        (stage.pk, start_of_day(timezone.localdate() - timedelta(days=stage.ageing_days)))
        for stage in track.open_stages
        if stage.ageing_days
    ]


def in_view(deals, view, member, track):
    """The deals of one tab of the board."""
    if view == MINE:
        return deals.filter(owner=member)
    if view == AGEING:
        return deals.filter(is_ageing(track))
    return deals.filter(~has_next_step("deal")) if view == WAITING else deals


def totals(deals, view, member, track, stamp=None):
    """{view: {stage id: Total}} for the tabs that are counted always, and for `view`. One to three statements.

    Only `view` has amounts: adding up takes the database longer than counting. For whom amounts are hidden, none has.
    Those of very many deals are counted once in half a minute while `stamp` stays the same (crm.ui.live).
    """
    conditions, home = {OPEN: Q(), MINE: Q(owner=member), AGEING: _is_past_limit(track)}, member.tenant.currency
    summed = "" if hides(member, "deal", "amount_minor") else view

    def ask():
        found = _totals(deals, conditions, summed, home)
        if view in found:
            return found
        return found | _totals(in_view(deals, view, member, track), {view: Q()}, summed, home)

    question = stamp is not None and (deals.query.sql_with_params(), conditions, member.pk, view, summed, home)
    return kept(question, stamp, ask, worth=lambda found: sum(each.count for each in found[OPEN].values()) > FEW)


def _totals(deals, conditions, summed, home):
    """Counted by stage alone, in the order of the index; amounts by currency are asked for when there are others than
    the workspace's own. Grouping all deals by currency as well takes the database twice as long."""
    aggregates = {f"{name}_count": Count(EACH, filter=condition) for name, condition in conditions.items()}
    if summed in conditions:
        aggregates["elsewhere_count"] = Count(EACH, filter=conditions[summed] & ~Q(currency=home))
        aggregates["amount"] = Sum("amount_minor", filter=conditions[summed], default=0)
    found, elsewhere = {name: {} for name in conditions}, False
    for row in deals.order_by().values("stage_id").annotate(**aggregates):
        for name, by_stage in found.items():
            by_stage[row["stage_id"]] = Total(row[f"{name}_count"])
        if row.get(f"{summed}_count"):
            elsewhere = elsewhere or row["elsewhere_count"] > 0
            found[summed][row["stage_id"]].amounts[home] = int(row["amount"])
    if elsewhere:
        for total in found[summed].values():
            total.amounts.clear()
        rows = deals.filter(conditions[summed]).order_by().values("stage_id", "currency")
        for row in rows.annotate(amount=Sum("amount_minor")):
            found[summed][row["stage_id"]].amounts[row["currency"]] = int(row["amount"])
    return found


def altogether(by_stage, stages):
    """(sum, weighted sum) over the stages: a Total, and amounts by currency."""
    whole, weighted = Total(), {}
    for stage in stages:
        total = by_stage.get(stage.pk, Total())
        whole.count += total.count
        for currency, amount in total.amounts.items():
            whole.amounts[currency] = whole.amounts.get(currency, 0) + amount
        for currency, amount in total.weighted(stage.probability).items():
            weighted[currency] = weighted.get(currency, 0) + amount
    return whole, weighted


def first_cards(deals, stages):
    """{stage id: its newest deals, one more than a column shows}, for all stages in two statements."""
    columns = [_newest(deals.filter(stage=stage)).values("pk")[: PER_COLUMN + 1] for stage in stages]
    if not columns:
        return {}
    ids = columns[0].union(*columns[1:], all=True) if len(columns) > 1 else columns[0]
    found = {stage.pk: [] for stage in stages}
    for deal in for_cards(_newest(Deal.objects.filter(pk__in=[row["pk"] for row in ids]))):
        found[deal.stage_id].append(deal)
    return found


def more_cards(deals, stage, after):
    """The deals of a column that follow the one `place_of` which is `after`; one more than are shown."""
    entered, pk = after
    earlier = Q(stage_entered_at__lte=entered) & (Q(stage_entered_at__lt=entered) | Q(pk__lt=pk))
    return list(for_cards(_newest(deals.filter(earlier, stage=stage)))[: PER_COLUMN + 1])


def for_cards(deals):
    """Rows of what a card shows, and no more: {"pk": …, "owner__name": …} by name."""
    return deals.values_list(
        "pk", "title", "amount_minor", "currency", "stage_id", "stage_entered_at",
        "owner__name", shown_column("contact__name"), shown_column("company__name"),
        named=True,
    )  # fmt: skip


def _newest(deals):
    return deals.order_by("-stage_entered_at", "-pk")


def place_of(deal):
    """Where a column goes on after this deal, for an address."""
    return f"{(deal.stage_entered_at - EPOCH) // timedelta(microseconds=1)}-{deal.pk}"


def parse_place(text):
    """The place that `place_of` wrote. Raises ValueError."""
    microseconds, pk = map(int, text.split("-"))
    return EPOCH + timedelta(microseconds=microseconds), pk
