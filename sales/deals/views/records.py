"""The table of deals, the page of one, and the drawer that opens another."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.fields import hidden_fields
from crm.records import registry
from crm.ui.htmx import done
from crm.ui.parts import Option, Step
from crm.ui.views import RecordCreate, RecordDetail, RecordList
from sales.deals import board
from sales.deals.queries import decorate
from sales.pipelines.models import Stage
from sales.pipelines.queries import first_stage, track_of, tracks


class DealList(RecordList):
    template = "sales/deals/list.html"


class DealDetail(RecordDetail):
    template = "sales/deals/detail.html"

    def context(self, deal):
        decorate([deal], self.member)
        hidden = hidden_fields(self.member, self.key)
        parties = {key: pk for key, pk in deal.timeline_parents() if key not in hidden}
        self.customer = {key: registry.fetch(key, pk, self.member) for key, pk in parties.items()}
        may_edit = self.allowed("edit", deal)
        return {
            **super().context(deal),
            **path_context(deal, movable=may_edit and deal.is_open),
            "customer": self.customer,
            "may_edit": may_edit,
        }

    def actions(self, deal):
        found = super().actions(deal)
        if not deal.is_open and found:
            url = reverse("sales:deal_reopening", args=[deal.pk])
            found.append(Option(label=_("Reopen"), url=url, icon="arrow-back-up", post=True))
        customer = self.customer.get("contact") or self.customer.get("company")
        if customer and customer.phone:
            found.insert(0, Option(label=_("Call"), url=f"tel:{customer.phone}", icon="phone"))
        return found


def path_context(deal, *, movable):
    """What the stage path shows of a deal, and the ways to its ends."""
    track = track_of(deal.pipeline_id)
    stands_in = deal.stage if deal.is_open else deal.closed_from
    return {
        "steps": steps(track, stands_in, deal),
        "move_url": reverse("sales:deal_stage", args=[deal.pk]) if movable else "",
        "won": track.end(Stage.Kind.WON),
        "lost": track.end(Stage.Kind.LOST),
    }


def steps(track, stands_in, deal):
    """The open stages as steps: passed, the one it stands in, ahead. A closed deal stands in none, and has passed the
    one it was closed from; where that retired since, all are ahead."""
    stages = track.open_stages
    here = stages.index(stands_in) if stands_in in stages else -1
    return [
        Step(
            key=str(stage.pk),
            label=str(stage),
            state="now" if place == here and deal.is_open else "done" if place <= here else "todo",
            days=board.age_in_days(deal) if place == here and deal.is_open else None,
            asks=bool(stage.asks),
        )
        for place, stage in enumerate(stages)
    ]


class DealCreate(RecordCreate):
    """In the drawer beside the board, the board asks for itself anew; from anywhere else one is led to the deal."""

    def first_values(self):
        values = super().first_values()
        if "stage" not in values:
            track = next(iter(tracks()), None)
            first = track and first_stage(track.pipeline)
            values["stage"] = first and first.pk
        return values

    def post(self, request):
        response = super().post(request)
        if response.headers.get("HX-Redirect") and self.came_from(reverse("sales:deal_board")):
            return done(_("The deal was opened."))
        return response
