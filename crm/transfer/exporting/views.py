"""A list as a file: asked for beside the list, followed until it is ready, downloaded by whoever asked."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.audit.actions import note
from crm.documents.sizes import format_size
from crm.l10n.numbers import format_number
from crm.lib import writing
from crm.records.patience import CAP, capped_count
from crm.transfer.exporting import actions
from crm.transfer.exporting.forms import ExportForm
from crm.transfer.exporting.pieces import may_have
from crm.transfer.models import Export
from crm.ui.htmx import INVALID, done, fragment, go, target_of, trigger
from crm.ui.listing import Listing
from crm.ui.views.base import MemberView
from crm.ui.views.saved import ListPart, list_address


class ExportCreate(ListPart):
    """GET asks beside the list which columns and what kind of file; POST hands it to a worker."""

    pace = "export"

    def get(self, request, key):
        listing = self.to_export(key)
        return self.ask(listing, ExportForm(listing=listing))

    def post(self, request, key):
        listing = self.to_export(key)
        form = ExportForm(request.POST, listing=listing)
        if form.is_valid():
            try:
                kind = form.cleaned_data["kind"]
                job = actions.start(listing, kind=kind, columns=form.columns(), by=self.member)
            except ValidationError as error:
                form.add_error(None, error)
        if not form.is_valid():
            return self.ask(listing, form, status=INVALID)
        url = reverse("transfer:export", args=[job.pk])
        return trigger(done(), bulkjob={"url": url}) if target_of(request) == "drawer" else go(request, url)

    def to_export(self, key):
        listing = self.listed(key)
        require(self.member, f"{key}.export")
        return Listing(listing.record_type, self.member, self.request.GET, right="export")

    def ask(self, listing, form, status=200):
        count = capped_count(listing.every)
        many = "…" if count is None else f"{format_number(CAP)}+" if count > CAP else format_number(count)
        context = {
            "form": form,
            "title": _("Export"),
            "count": many,
            "note": "crm/transfer/exporting/_about.html",
            "submit_label": _("Export"),
            "cancel_url": list_address(listing.record_type, self.request.GET.dict()),
            "wide": form.wide,
            "earlier": exports_of(self.member).filter(state=Export.State.DONE)[:5],
        }
        return self.drawer_or_page(context, status=status)


def exports_of(member):
    """The member's own exports, newest first: nobody else meets them."""
    return Export.objects.filter(member=member).defer("ids")


class ExportPage(MemberView):
    """A page; for htmx the strip alone, which asks for itself while the worker writes."""

    template = "crm/transfer/exporting/page.html"

    def get(self, request, pk):
        return self.answer(self.job(pk))

    def job(self, pk):
        job = exports_of(self.member).filter(pk=pk).first()
        if job is None:
            raise Http404
        return job

    def answer(self, job):
        context = {"job": job, "label": actions.label_of(job), "size": format_size(job.size)}
        if self.request.htmx:
            return fragment(self.request, "crm/transfer/exporting/_job.html", context)
        return self.render(context)


class ExportFile(ExportPage):
    """The file, while it is kept and its maker may still have it. Each download is kept in the audit trail."""

    def get(self, request, pk):
        job = self.job(pk)
        if not job.is_ready:
            return go(request, reverse("transfer:export", args=[pk]))
        job.member = self.member
        if not may_have(job):
            raise PermissionDenied
        try:
            file = default_storage.open(job.file)
        except FileNotFoundError:
            raise Http404 from None
        note(self.member, "list.exported", record=job, data=actions.told(job))
        kind = writing.TYPES[job.kind]
        response = FileResponse(file, as_attachment=True, filename=job.file_name, content_type=kind)
        response["Cache-Control"] = "private, no-store"
        return response


class ExportDiscard(ExportPage):
    """POST stops the export, or deletes its file."""

    http_method_names = ["post"]

    def post(self, request, pk):
        job = actions.discard(self.job(pk), by=self.member)
        return self.answer(job) if request.htmx else go(request, reverse("transfer:export", args=[pk]))
