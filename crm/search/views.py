"""Searching everything from the top bar, and choosing a record in a form."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.audit.actions import note
from crm.records import registry
from crm.search.commands import actions, matching, menu_first, pages
from crm.search.queries import hits, recent, search
from crm.ui.htmx import fragment, target_of
from crm.ui.rows import Drawing
from crm.ui.views import MemberView

LONGEST = 200
OFFERED = 20
MOST_COMMANDS = 6
PALETTE = "palette-found"


def typed(request):
    return " ".join(request.GET.get("q", "")[:LONGEST].split())


class Results(MemberView):
    """What the palette shows as one types; a page when the search is sent."""

    pace, paced = "search", ("GET",)
    template = "crm/search/results.html"

    def get(self, request):
        text = typed(request)
        groups = search(self.member, text)
        self.note_read(text, [hit for group in groups for hit in group.hits])
        if target_of(request) == PALETTE:
            return fragment(request, "crm/search/_palette.html", self.palette(text, groups))
        return self.render({"search": text, "groups": groups, "title": _("Search")})

    def palette(self, text, groups):
        """With nothing typed: what one was at, what can be made, where one can go."""
        latest = [] if text else recent(self.member, self.request.GET.get("recent", "")[:LONGEST].split(","))
        self.note_read(text, latest)
        doing, going = actions(self.member), pages(self.member)
        return {
            "search": text,
            "groups": groups,
            "guessed": any(group.similar for group in groups),
            "recent": latest,
            "doing": matching(doing, text)[:MOST_COMMANDS] if text else doing,
            "going": matching(going, text)[:MOST_COMMANDS] if text else menu_first(going),
        }

    def note_read(self, text, found):
        if any(hit.kind.personal for hit in found):
            note(self.member, "search.done", data={"text": text, "count": len(found)})


class Pick(MemberView):
    """What a select offers: {"results": [{id, text, sub}]} of what the member sees; nothing typed offers the latest."""

    pace, paced = "search", ("GET",)

    def get(self, request, key):
        if not registry.knows(key) or not registry.get(key).scan:
            raise Http404
        record_type = registry.get(key)
        require(self.member, record_type.right("see"))
        records, _found = hits(record_type, self.member, typed(request), OFFERED)
        if record_type.personal and records:
            note(self.member, "search.done", data={"text": typed(request), "type": key, "count": len(records)})
        drawing = Drawing(record_type, self.member, records)
        return JsonResponse({"results": [self.option(record_type, drawing, record) for record in records]})

    def option(self, record_type, drawing, record):
        shown = record_type.shown(record_type.summary, self.member)
        cells = (drawing.cell(column, record) for column in shown)
        return {"id": record.pk, "text": str(record), "sub": next((cell.text for cell in cells if cell.text), "")}
