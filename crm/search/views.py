"""Searching everything from the top bar, and choosing a record in a form."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.records import registry
from crm.search.queries import hits, search
from crm.ui.htmx import fragment
from crm.ui.rows import Drawing
from crm.ui.views import MemberView

LONGEST = 200
OFFERED = 20


def typed(request):
    return " ".join(request.GET.get("q", "")[:LONGEST].split())


class Results(MemberView):
    """Below the search field as one types; as a page when the search is sent."""

    template = "crm/search/results.html"

    def get(self, request):
        text = typed(request)
        context = {"search": text, "groups": search(self.member, text), "title": _("Search")}
        if request.htmx and not request.htmx.boosted:
            return fragment(request, "crm/search/_results.html", context)
        return self.render(context)


class Pick(MemberView):
    """What a select offers: {"results": [{id, text, sub}]} of what the member sees; nothing typed offers the latest."""

    def get(self, request, key):
        if not registry.knows(key) or not registry.get(key).scan:
            raise Http404
        record_type = registry.get(key)
        require(self.member, record_type.right("see"))
        records, _found = hits(record_type, self.member, typed(request), OFFERED)
        drawing = Drawing(record_type, self.member, records)
        return JsonResponse({"results": [self.option(record_type, drawing, record) for record in records]})

    def option(self, record_type, drawing, record):
        cells = (drawing.cell(column, record) for column in record_type.summary)
        return {"id": record.pk, "text": str(record), "sub": next((cell.text for cell in cells if cell.text), "")}
