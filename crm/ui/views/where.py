"""The builder of conditions: beside the list, or as a page; by mouse, keyboard or without scripts."""

from django.http import Http404
from django.utils.translation import gettext as _

from crm.ui.htmx import INVALID, go, target_of
from crm.ui.views.saved import ListPart, list_address
from crm.ui.where.fields import askable
from crm.ui.where.forms import Draft

TEMPLATES = {"drawer": "ui/where/drawer.html", "builder": "ui/where/_builder.html"}


class ConditionBuilder(ListPart):
    """GET shows the conditions of the list at this address. POST do=apply leads to the list with those that were put
    together; any other act, or none, draws them again: do=add:<group>, group, drop:<group>:<row>."""

    def get(self, request, key):
        listing, fields = self.asked(key)
        return self.ask(listing, Draft.of(listing.filters.conditions, fields, self.member).draw())

    def post(self, request, key):
        listing, fields = self.asked(key)
        draft = Draft.sent(request.POST, fields, self.member)
        act = request.POST.get("do", "")
        if act != "apply":
            draft.do(act)
            return self.ask(listing, draft.draw())
        where = draft.where()
        if where is None:
            return self.ask(listing, draft, status=INVALID)
        return go(request, self.list_with(listing, where.encoded()))

    def asked(self, key):
        listing = self.listed(key)
        fields = askable(listing.record_type, self.member)
        if not fields or "where" not in listing.filters.filters:
            raise Http404
        return listing, fields

    def list_with(self, listing, where=""):
        others = {**listing.kept("view"), **listing.state()}
        others.pop("where", None)
        return list_address(listing.record_type, others | ({"where": where} if where else {}))

    def ask(self, listing, draft, status=200):
        context = {
            "draft": draft,
            "title": _("Conditions"),
            "remark": listing.filters.remark() if self.request.method == "GET" else "",
            "cancel_url": self.list_with(listing, listing.filters.conditions.text),
            "clear_url": self.list_with(listing) if listing.filters.conditions else "",
        }
        template = TEMPLATES.get(target_of(self.request), "ui/where/page.html")
        return self.render(context, template=template, status=status)
