"""Settings: the audit trail, for whoever may read it."""

from urllib.parse import urlencode

from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import cached_property

from crm.l10n.numbers import format_number
from crm.l10n.state import current
from crm.lib import writing
from crm.setup.audit.export import MOST, export
from crm.setup.audit.filters import AuditFilters
from crm.setup.audit.queries import entries, told
from crm.ui.keyset import Order
from crm.ui.tables import Page
from crm.ui.views import MemberView


class AuditView(MemberView):
    needs = "audit"

    @cached_property
    def filters(self):
        return AuditFilters(self.request.GET, queryset=entries())

    def asked(self):
        """The parameters of the filters that are on."""
        return {name: self.request.GET[name] for name in self.filters.active}


class Audit(AuditView):
    template = "crm/setup/audit/list.html"

    def get(self, request):
        order = Order(entries().model, "-at", current().language)
        page = order.page(self.filters.qs, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
        asked = self.asked()
        context = {
            "filters": self.filters.bar(keep={}),
            "entries": told(page.rows, self.member),
            "page": self.pages(page, asked),
            "refresh_url": request.get_full_path(),
            "query": urlencode(asked),
            "most": format_number(MOST),
        }
        return self.render(context)

    def pages(self, page, asked):
        def address(**place):
            return f"?{urlencode({**asked, **place})}"

        return Page(
            total="",
            previous_url=address(before=page.before) if page.before else "",
            next_url=address(after=page.after) if page.after else "",
        )


class AuditExport(AuditView):
    """POST gives the file; the filters stand in the address. It is an act, and is kept as one."""

    http_method_names = ["post"]
    pace = "export"

    def post(self, request):
        kind = "xlsx" if request.POST.get("kind") == "xlsx" else "csv"
        file, _count = export(self.filters.qs, kind, asked=self.asked(), by=self.member)
        name = f"audit-{timezone.localdate():%Y-%m-%d}.{kind}"
        response = FileResponse(file, as_attachment=True, filename=name, content_type=writing.TYPES[kind])
        response["Cache-Control"] = "private, no-store"
        return response
