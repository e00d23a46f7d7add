"""The board as an address describes it: which pipeline, which tab, which filters. One object behind the page, behind
"show more", and behind the heads that change when a card is moved."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.l10n.numbers import format_number
from crm.records import registry
from crm.ui.filters import FORM_ASKED
from crm.ui.tables import View
from sales.deals import board, cards
from sales.deals.filters import BoardFilters
from sales.deals.models import Deal
from sales.pipelines.queries import tracks

LABELS = {
    board.OPEN: lambda: _("All open"),
    board.MINE: lambda: _("Mine"),
    board.AGEING: lambda: _("Ageing"),
    board.WAITING: lambda: _("No next step"),
}


class BoardPage:
    """`asked` are the parameters of the address (a QueryDict). Without a pipeline in the workspace, `track` is None.
    `stamp` is how deals and tasks stand before they are read; without it, all is counted anew."""

    def __init__(self, member, asked, stamp=None):
        self.member, self.asked, self.stamp = member, asked, stamp
        self.tracks = tracks()
        chosen = (track for track in self.tracks if str(track.pipeline.pk) == asked.get("pipeline"))
        self.track = next(chosen, self.tracks[0] if self.tracks else None)
        self.view = asked.get("view") if asked.get("view") in board.VIEWS else board.OPEN

    @cached_property
    def filters(self):
        deals = board.open_deals(self.member, self.track)
        deal, drawn = registry.get("deal"), FORM_ASKED in self.asked
        return BoardFilters(self.asked, queryset=deals, member=self.member, record_type=deal, drawn=drawn)

    @property
    def deals(self):
        """The deals in the columns: of the filters, then of the tab."""
        return board.in_view(self.filters.qs, self.view, self.member, self.track)

    @cached_property
    def totals(self):
        return board.totals(self.filters.qs, self.view, self.member, self.track, self.stamp)

    def columns(self):
        return cards.columns(
            self.track, self.totals[self.view], board.first_cards(self.deals, self.track.open_stages), self.member,
            more_url=self.more_url, create_url=self.create_url,
        )  # fmt: skip

    def column(self, stage):
        """The head of one column as it now is."""
        total = self.totals[self.view].get(stage.pk, board.Total())
        return cards.column(self.track, stage, total, create_url=self.create_url(stage))

    def more(self, stage, after):
        """(cards, address of the rest) of a column, after a place."""
        found = board.more_cards(self.deals, stage, after)
        shown = found[: board.PER_COLUMN]
        rest = self.more_url(stage, shown[-1]) if len(found) > board.PER_COLUMN else ""
        return cards.cards(shown, self.track, self.member), rest

    def card(self, pk):
        """The deal's card, or None when it no longer stands in this view of the board."""
        deal = board.for_cards(self.deals.filter(pk=pk)).first()
        return cards.cards([deal], self.track, self.member)[0] if deal else None

    def views(self):
        """The tabs, counted where that costs nothing more."""
        return tuple(self._tab(name) for name in board.VIEWS)

    def _tab(self, name):
        counted = self.totals.get(name)
        count = sum(total.count for total in counted.values()) if counted is not None else None
        return View(
            label=LABELS[name](),
            url=self.url(view=name),
            count="" if count is None else format_number(count),
            current=name == self.view,
        )

    def bar(self):
        return self.filters.bar(keep=self.kept, total=self.sentence())

    def form(self):
        """The filter bar with its form only, for when that is opened."""
        return self.filters.bar(keep=self.kept)

    def sentence(self):
        return cards.sentence(self.totals[self.view], self.track)

    @cached_property
    def kept(self):
        """What the address says besides filters: the pipeline, where it isn't the first, and the tab."""
        kept = {}
        if self.track != self.tracks[0]:
            kept["pipeline"] = str(self.track.pipeline.pk)
        if self.view != board.OPEN:
            kept["view"] = self.view
        return kept

    def url(self, **changed):
        """This board's address with other parameters; filters stay."""
        on = {name: self.asked[name] for name in self.filters.active}
        words = {**self.kept, **on, **changed}
        if words.get("view") == board.OPEN:
            del words["view"]
        return f"?{urlencode(words)}"

    def more_url(self, stage, deal):
        address = reverse("sales:deal_column", args=[stage.pk])
        return f"{address}{self.url(after=board.place_of(deal))}"

    def create_url(self, stage):
        if not can(self.member, "deal.create"):
            return ""
        return f"{reverse('sales:deal_create')}?stage={stage.pk}"

    def has_any(self):
        """Whether there is an open deal behind the filters and tabs, so that an empty board can say why."""
        return board.open_deals(self.member, self.track).exists()


def open_count(track):
    """How many open deals, of everybody, stand in the pipeline."""
    return Deal.objects.filter(pipeline=track.pipeline, status=Deal.Status.OPEN, deleted_at=None).count()
