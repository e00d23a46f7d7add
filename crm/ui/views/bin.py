"""The recycle bin: what was deleted, by whom, until when it stays; brought back, or gone for good."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access.policy import can
from crm.l10n.numbers import format_number
from crm.records import registry
from crm.records.purging import StillNeeded, purge
from crm.ui.bin.filters import BinFilters
from crm.ui.bin.queries import SIZE, chosen, page
from crm.ui.htmx import go, target_of
from crm.ui.parts import Option
from crm.ui.tables import Page
from crm.ui.views.base import MemberView

LONGEST = 200  # letters of a name that is looked for


class Bin(MemberView):
    template = "ui/bin.html"

    def get(self, request):
        filters = BinFilters(request.GET, member=self.member)
        asked = {name: request.GET[name][:LONGEST] for name in filters.active}
        found = page(self.member, asked, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
        context = {
            "filters": filters.bar(keep={}),
            "rows": found.rows,
            "page": self.pages(found, asked),
            "days": self.member.tenant.bin_days,
            "may_purge": can(self.member, "purge"),
            "may_restore": any(row.may_restore for row in found.rows),
            "bulk": self.bulk(found.rows),
            "may_set": can(self.member, "settings"),
            "refresh_url": request.get_full_path(),
        }
        return self.render(context)

    def bulk(self, rows):
        """What may be done with the selected ones."""
        if not any(row.may_restore for row in rows):
            return ()
        back = Option(label=_("Bring back"), url=reverse("ui:bin_restore"), icon="arrow-back-up", post=True)
        gone = Option(label=_("Delete for good"), url=reverse("ui:bin_purge"), icon="trash-x", modal=True, danger=True)
        return (back, gone) if can(self.member, "purge") else (back,)

    def pages(self, found, asked):
        def address(**place):
            return f"?{urlencode({**asked, **place})}"

        return Page(
            total="",
            previous_url=address(before=found.before) if found.before else "",
            next_url=address(after=found.after) if found.after else "",
        )


class Chosen(MemberView):
    """Something done with records that `ids` names as "contact-7", of one page at most. 404 when the member sees none
    of them in the bin, 403 when they see some and may do it with none."""

    @cached_property
    def records(self):
        ids = (self.request.POST.getlist("ids") or self.request.GET.getlist("ids"))[:SIZE]
        found = chosen(self.member, ids, "delete")
        if found:
            return found
        if chosen(self.member, ids, "see"):
            raise PermissionDenied
        raise Http404

    def back(self, text):
        return go(self.request, reverse("ui:bin"), text)


class BinRestore(Chosen):
    http_method_names = ["post"]

    def post(self, request):
        for record in self.records:
            registry.of(record).resolve("restore")(record, by=self.member)
        if len(self.records) == 1:
            return self.back(_("%(name)s is back.") % {"name": self.records[0]})
        count = len(self.records)
        words = ngettext("%(count)s record is back.", "%(count)s records are back.", count)
        return self.back(words % {"count": format_number(count)})


class BinPurge(Chosen):
    """GET asks, in a modal or as a page; POST does it. What others need stays, and is told with who needs it."""

    needs = "purge"

    def get(self, request):
        count = len(self.records)
        title = ngettext("Delete %(count)s record for good?", "Delete %(count)s records for good?", count)
        context = {
            "title": title % {"count": format_number(count)},
            "names": [str(record) for record in self.records],
            "ids": [f"{record.record_key}-{record.pk}" for record in self.records],
            "cancel_url": reverse("ui:bin"),
        }
        template = "ui/purge_modal.html" if target_of(request) == "modal-content" else "ui/purge.html"
        return self.render(context, template=template)

    def post(self, request):
        gone = 0
        for record in self.records:
            try:
                purge(record, by=self.member)
                gone += 1
            except StillNeeded as reason:
                messages.warning(request, str(reason))
        words = ngettext("%(count)s record is gone for good.", "%(count)s records are gone for good.", gone)
        return self.back(words % {"count": format_number(gone)} if gone else "")
