"""A file's way in: upload, columns and preview, progress, and the way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from crm.records import registry
from crm.transfer import actions
from crm.transfer.errors import error_file
from crm.transfer.forms import MappingForm, UploadForm
from crm.transfer.models import ImportJob
from crm.transfer.preview import preview
from crm.transfer.queries import jobs_of, rows_with_reason
from crm.transfer.reading import Unreadable
from crm.ui.views import MemberView

SHOWN_REASONS = 50


class ImportList(MemberView):
    needs = "import"

    def get(self, request):
        return self._page(request, UploadForm(member=request.member))

    def post(self, request):
        form = UploadForm(request.POST, request.FILES, member=request.member)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            job = actions.upload(
                record_type=form.cleaned_data["record_type"], file=form.cleaned_data["file"], by=request.member
            )
        except Unreadable as error:
            form.add_error("file", str(error))
            return self._page(request, form, status=422)
        return redirect("transfer:import", job.pk)

    def _page(self, request, form, status=200):
        context = {"form": form, "jobs": jobs_of(request.member)[:50]}
        return render(request, "crm/transfer/list.html", context, status=status)


class JobView(MemberView):
    needs = "import"

    def dispatch(self, request, pk):
        return super().dispatch(request, get_object_or_404(jobs_of(request.member), pk=pk))


class ImportPage(JobView):
    """The columns of a waiting import; the progress and outcome of a started one (a fragment for htmx)."""

    def get(self, request, job):
        if job.state == ImportJob.State.UPLOADED:
            return self._columns(request, job, MappingForm(job=job, member=request.member))
        template = "crm/transfer/_progress.html" if request.htmx else "crm/transfer/progress.html"
        kind = registry.get(job.record_type)
        reasons = rows_with_reason(job)[:SHOWN_REASONS] if job.finished_at else []
        return render(request, template, {"job": job, "record_type": kind, "reasons": reasons})

    def post(self, request, job):
        form = MappingForm(request.POST, job=job, member=request.member)
        if "preview" in request.POST or not form.is_valid():
            return self._columns(request, job, form, status=200 if "preview" in request.POST else 422)
        values = {name: form.cleaned_data[name] for name in ("repeats", "owner", "tag")}
        try:
            actions.start(job, mapping=form.mapping(), by=request.member, **values)
        except actions.NotReady:
            messages.info(request, _("This import has been started already."))
        return redirect("transfer:import", job.pk)

    def _columns(self, request, job, form, status=200):
        context = {"job": job, "form": form, "record_type": form.kind, "preview": preview(job, form.mapping())}
        template = "crm/transfer/_columns.html" if request.htmx else "crm/transfer/columns.html"
        return render(request, template, context, status=status)


class ImportErrors(JobView):
    """The rows that were not, or not wholly, imported, with reasons: a file to mend and import again."""

    def get(self, request, job):
        response = HttpResponse(error_file(job), content_type="text/csv; charset=utf-8")
        name = f"{job.file_name.rpartition('.')[0] or job.file_name}-{_('not imported')}.csv"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class ImportUndo(JobView):
    def post(self, request, job):
        try:
            actions.undo(job, by=request.member)
        except actions.NotReady:
            messages.info(request, _("This import cannot be undone now."))
        return redirect("transfer:import", job.pk)
