"""Moving a deal: by a card of the board, by the path on its page, or through the question that a stage asks."""

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.ui.htmx import INVALID, fragment, go, target_of, toast, trigger
from crm.ui.views.base import RecordView
from sales.deals import actions
from sales.deals.boardpage import BoardPage
from sales.deals.forms import StageForm
from sales.deals.passage import DealClosed, StageNeeds, StageUnavailable
from sales.pipelines.models import Stage
from sales.pipelines.queries import track_of

MODAL = "modal-content"


class DealStage(RecordView):
    """GET ?stage= asks what the stage asks; POST stage= moves the deal there, or to won or lost."""

    key, right = "deal", "edit"

    def get(self, request, pk):
        deal, stage = self._deal_and_stage(pk, request.GET)
        return self._ask(deal, stage, StageForm(deal=deal, stage=stage))

    def post(self, request, pk):
        deal, stage = self._deal_and_stage(pk, {**request.GET.dict(), **request.POST.dict()})
        before = deal.stage
        form = StageForm(request.POST, deal=deal, stage=stage)
        asked = target_of(request) == MODAL or "answered" in request.POST
        if asked and not form.is_valid():
            return self._ask(deal, stage, form, status=INVALID)
        try:
            move(deal, stage, by=self.member, **(form.cleaned_data if asked else {}))
        except StageNeeds:
            return self._ask(deal, stage, StageForm(deal=deal, stage=stage), status=INVALID)
        except (StageUnavailable, DealClosed):
            return self._refuse(deal)
        return Moved(request, deal, before, stage).reply()

    def _deal_and_stage(self, pk, asked):
        deal = self.fetch(pk)
        stage = track_of(deal.pipeline_id).stage(asked.get("stage", ""))
        if stage is None:
            raise Http404
        return deal, stage

    def _ask(self, deal, stage, form, status=200):
        context = {
            "form": form,
            "stage": stage,
            "title": _("Lose this deal?") if stage.kind == Stage.Kind.LOST else str(stage),
            "text": deal.title,
            "submit_label": _("Mark as lost") if stage.kind == Stage.Kind.LOST else _("Move"),
            "danger": stage.kind == Stage.Kind.LOST,
            "action": reverse("sales:deal_stage", args=[deal.pk]),
            "cancel_url": self.record_type.url(deal.pk),
        }
        if not self.request.htmx:
            return self.render(context, template="sales/deals/stage_question.html", status=200)
        response = fragment(self.request, "sales/deals/_stage_question.html", context, status=status)
        if target_of(self.request) != MODAL:
            response["HX-Retarget"], response["HX-Reswap"] = f"#{MODAL}", "innerHTML"
        return response

    def _refuse(self, deal):
        text = _("Somebody closed this deal, or its stages have changed. Reload the page.")
        if self.request.htmx:
            return toast(HttpResponse(status=INVALID, headers={"HX-Reswap": "none"}), text, tone="red")
        return go(self.request, self.record_type.url(deal.pk), text)


def move(deal, stage, *, by, reason=None, note="", **dates):
    """The action that leads into the stage. Raises what that action raises."""
    if stage.kind == Stage.Kind.WON:
        return actions.win(deal, by=by)
    if stage.kind == Stage.Kind.LOST:
        return actions.lose(deal, reason=reason, note=note, by=by)
    return actions.move_stage(deal, to=stage, by=by, **dates)


class Moved:
    """What the page hears of a move: on the board, the card and the heads of both columns; elsewhere, the page anew."""

    def __init__(self, request, deal, before, after):
        self.request, self.deal, self.before, self.after = request, deal, before, after

    def reply(self):
        board = self._board()
        if board is None:
            return go(self.request, reverse("sales:deal", args=[self.deal.pk]), self.words())
        context = {
            "pk": self.deal.pk,
            "card": board.card(self.deal.pk),
            "heads": [board.column(stage) for stage in (self.before, self.after) if stage in board.track.open_stages],
            "views": board.views(),
            "total": board.sentence(),
            "stage": self.after,
            "oob": True,
        }
        if target_of(self.request) == MODAL:
            response = fragment(self.request, "sales/deals/_moved_by_question.html", context)
            response["HX-Reswap"] = "none"
            trigger(response, close={})
        else:
            response = fragment(self.request, "sales/deals/_moved.html", context)
        return toast(response, self.words(), undo=self._undo()) if not self.deal.is_open else response

    def _board(self):
        """The board that the request came from, with its tab and filters; None when it came from elsewhere."""
        path, _mark, query = (self.request.htmx.current_url_abs_path or "").partition("?")
        if path != reverse("sales:deal_board"):
            return None
        board = BoardPage(self.request.member, QueryDict(query))
        return board if board.track and board.track.pipeline.pk == self.deal.pipeline_id else None

    def words(self):
        values = {"deal": self.deal.title, "stage": str(self.after)}
        if self.after.kind == Stage.Kind.WON:
            return _("%(deal)s is won") % values
        if self.after.kind == Stage.Kind.LOST:
            return _("%(deal)s is lost") % values
        return _("%(deal)s moved to %(stage)s") % values

    def _undo(self):
        return reverse("sales:deal_reopening", args=[self.deal.pk])


class DealReopening(RecordView):
    """POST takes a won or lost deal back to where it stood."""

    key, right = "deal", "edit"

    def post(self, request, pk):
        deal = actions.reopen(self.fetch(pk), by=self.member)
        text = _("%(deal)s is open again") % {"deal": deal.title}
        board = reverse("sales:deal_board")
        came_from_board = request.htmx and (request.htmx.current_url_abs_path or "").partition("?")[0] == board
        return go(request, board if came_from_board else self.record_type.url(pk), text)
