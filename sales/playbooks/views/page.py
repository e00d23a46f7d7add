"""The list of pipelines, and the page of one: its stages in order, their numbers, and what happens in each."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.l10n.numbers import format_number
from crm.records.patience import capped_count
from crm.ui.htmx import INVALID, fragment, go
from sales.deals.models import Deal
from sales.pipelines import actions
from sales.pipelines.forms import NumbersForm
from sales.pipelines.models import LossReason
from sales.pipelines.queries import track_of, tracks
from sales.playbooks.queries import playbooks
from sales.playbooks.recipients import Recipients
from sales.playbooks.rows import StageRow
from sales.playbooks.views.base import SettingsView
from sales.playbooks.words import Wording

COUNTED = 1_000  # open deals of a pipeline, beyond which its settings say “more”


class PipelineList(SettingsView):
    template = "sales/playbooks/pipelines.html"

    def get(self, request):
        open_deals = Deal.objects.filter(status=Deal.Status.OPEN, deleted_at=None)
        counts = dict(open_deals.order_by().values_list("pipeline").annotate(Count("pk")))
        lost = Count("deals", filter=Q(deals__deleted_at=None))
        pipelines = [(track, counts.get(track.pipeline.pk, 0)) for track in tracks()]
        reasons = LossReason.objects.annotate(lost=lost)
        return self.render({"pipelines": pipelines, "reasons": reasons})


class PipelineSettings(SettingsView):
    """GET ?stage= opens a stage; POST saves the chances and ageing limits of all."""

    template = "sales/playbooks/pipeline.html"

    def get(self, request, pk):
        track = self.track(pk)
        return self._show(track, NumbersForm(stages=track.open_stages))

    def post(self, request, pk):
        track = self.track(pk)
        form = NumbersForm(request.POST, stages=track.open_stages)
        if not form.is_valid():
            return self._show(track, form, status=INVALID)
        for stage in track.open_stages:
            actions.change_stage(stage, by=self.member, **form.values(stage))
        return go(request, reverse("sales:pipeline_settings", args=[pk]), _("Saved."))

    def _show(self, track, form, status=200):
        deals = Deal.objects.filter(pipeline=track.pipeline, status=Deal.Status.OPEN, deleted_at=None)
        count = capped_count(deals, COUNTED)
        more = count is None or count > COUNTED
        context = {
            "track": track,
            "rows": rows(track, form, opened=self.request.GET.get("stage", "")),
            "form": form,
            "open_deals": f"{format_number(COUNTED)}+" if more else format_number(count),
            "how_many": COUNTED if more else count,
            "back": reverse("sales:pipeline_list"),
        }
        return self.render(context, status=status)


class StageDetails(SettingsView):
    """One stage's row, opened or closed, with the numbers as they are being typed."""

    def get(self, request, pk):
        stage = self.stage(pk)
        track = track_of(stage.pipeline_id)
        form = NumbersForm(stages=[stage] if stage in track.open_stages else [])
        for name in form.fields:
            if name in request.GET:
                form.initial[name] = request.GET[name]
        opened = "" if "closed" in request.GET else str(pk)
        [row] = [row for row in rows(track, form, opened=opened) if row.stage == stage]
        return fragment(request, "sales/playbooks/_stage.html", {"row": row})


class StageOrder(SettingsView):
    """POST order=<stage id>… after a drag; POST stage= and way=up|down from a button."""

    http_method_names = ["post"]

    def post(self, request, pk):
        pipeline = self.pipeline(pk)
        order = [int(each) for each in request.POST.getlist("order") if is_id(each)]
        if "way" in request.POST:
            order = self._shifted(track_of(pk), request.POST.get("stage", ""), request.POST["way"])
        actions.order_stages(pipeline, stages=order, by=self.member)
        if request.htmx:
            return HttpResponse(status=204)
        return go(request, f"{reverse('sales:pipeline_settings', args=[pk])}?stage={request.POST.get('stage', '')}")

    def _shifted(self, track, pk, way):
        order = [stage.pk for stage in track.open_stages]
        places = [place for place, each in enumerate(order) if str(each) == pk]
        for place in places:
            other = place + (1 if way == "down" else -1)
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
        return order


def is_id(text):
    return text.isascii() and text.isdecimal() and len(text) < 19


def rows(track, form, *, opened):
    """A StageRow for every stage: the open ones in order, the ends, then what is retired."""
    stages = [*track.open_stages, *(s for s in track.stages if not s.is_open), *track.retired]
    steps, wording = playbooks(stages), Wording(Recipients())
    return [
        StageRow.of(stage, track, form, [wording.card(step) for step in steps[stage.pk]], opened == str(stage.pk))
        for stage in stages
    ]
