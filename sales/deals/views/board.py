"""The board: the page, the rest of a column."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.ui.filters import FORM_ASKED
from crm.ui.htmx import fragment, target_of
from crm.ui.live import stamp_of
from crm.ui.parts import Option
from crm.ui.views import MemberView
from sales.deals import board, cards
from sales.deals.boardpage import BoardPage


class DealBoard(MemberView):
    """Columns of cards. For htmx aiming at #list, what stands below the head."""

    needs = "deal.see"
    template = "sales/deals/board.html"
    watches = ("deal",)

    def get(self, request):
        page = BoardPage(self.member, request.GET, stamp_of(("deal", "task")))
        if request.htmx and FORM_ASKED in request.GET and page.track:
            return fragment(request, "ui/_filter_form.html", {"filters": page.form()})
        context = self._nothing() if page.track is None else self._context(page)
        if target_of(request) == "list":
            return fragment(request, "sales/deals/_board.html", context)
        return self.render(context)

    def _context(self, page):
        columns = page.columns()
        return {
            "page": page,
            "columns": columns,
            "drops": cards.drops(page.track),
            "views": page.views(),
            "filters": page.bar(),
            "pipelines": self._pipelines(page),
            "may_create": can(self.member, "deal.create"),
            "is_empty": not any(column.cards for column in columns),
            "has_any": any(column.cards for column in columns) or page.has_any(),
            "refresh_url": self.request.get_full_path(),
        }

    def _pipelines(self, page):
        options = [
            Option(label=str(track.pipeline), url=f"?pipeline={track.pipeline.pk}", icon="layout-kanban")
            for track in page.tracks
        ]
        if can(self.member, "settings"):
            url = reverse("sales:pipeline_settings", args=[page.track.pipeline.pk])
            options.append(Option(label=_("Edit stages"), url=url, icon="settings"))
        return options

    def _nothing(self):
        settings = reverse("sales:pipeline_list") if can(self.member, "settings") else ""
        return {"page": None, "settings_url": settings}


class DealColumn(MemberView):
    """The next cards of a column: GET ?after=<place> and the parameters of the board."""

    needs = "deal.see"

    def get(self, request, stage):
        page = BoardPage(self.member, request.GET)
        found = page.track and page.track.stage(stage)
        if not found:
            raise Http404
        try:
            after = board.parse_place(request.GET.get("after", ""))
        except (ValueError, OverflowError):
            raise Http404 from None
        more, rest = page.more(found, after)
        context = {"cards": more, "more_url": rest, "stage": found}
        return fragment(request, "sales/deals/_more.html", context)
