"""A file's way in: upload, columns and preview, progress, and the way back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
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
from crm.ui.htmx import INVALID, go, target_of
from crm.ui.views import MemberView

SHOWN_JOBS, SHOWN_REASONS = 50, 50


class ImportList(MemberView):
    needs = "import"
    pace = "upload"
    template = "crm/transfer/list.html"

    def get(self, request):
        asked = request.GET.get("type", "contact")
        return self.page(UploadForm(member=self.member, initial={"record_type": asked}))

    def post(self, request):
        form = UploadForm(request.POST, request.FILES, member=self.member)
        if not form.is_valid():
            return self.refuse(form)
        try:
            job = actions.upload(**form.cleaned_data, by=self.member)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self.refuse(form)
        return go(request, reverse("transfer:import", args=[job.pk]))

    def refuse(self, form):
        """What is wrong, beside the field: the page anew, or for its script the words alone."""
        if not self.request.htmx:
            return self.page(form, status=INVALID)
        words = " ".join(text for texts in form.errors.values() for text in texts)
        return HttpResponse(words, status=INVALID, content_type="text/plain; charset=utf-8")

    def page(self, form, status=200):
        return self.render({"form": form, "jobs": jobs_of(self.member)[:SHOWN_JOBS]}, status=status)


class JobView(MemberView):
    needs = "import"

    def job(self, pk):
        return get_object_or_404(jobs_of(self.member), pk=pk)

    def back(self, job, text=""):
        return go(self.request, reverse("transfer:import", args=[job.pk]), text)

    def started_already(self, job):
        return self.back(job, _("This import has been started already."))


class ImportPage(JobView):
    """The columns of a waiting import; the progress and outcome of a started one."""

    def get(self, request, pk):
        job = self.job(pk)
        if job.state == ImportJob.State.UPLOADED:
            return self.columns(job, MappingForm(job=job, member=self.member))
        template = "crm/transfer/_progress.html" if target_of(request) == "progress" else "crm/transfer/progress.html"
        return self.render(progress_of(job), template=template)

    def post(self, request, pk):
        job = self.job(pk)
        if job.state != ImportJob.State.UPLOADED:
            return self.started_already(job)
        form = MappingForm(request.POST, job=job, member=self.member)
        is_valid = form.is_valid()
        if "preview" in request.POST:
            return self.columns(job, form)
        if not is_valid:
            return self.columns(job, form, status=INVALID)
        try:
            actions.start(job, mapping=form.mapping(), by=self.member, **form.choices())
        except actions.NotReady:
            return self.started_already(job)
        return self.back(job)

    def columns(self, job, form, status=200):
        shown = preview(job, form.mapping(), member=self.member, **form.choices()) if any(form.mapping()) else None
        context = {"job": job, "form": form, "record_type": form.kind, "preview": shown}
        part = target_of(self.request) == "preview"
        template = "crm/transfer/_preview.html" if part else "crm/transfer/columns.html"
        return self.render(context, template=template, status=status)


def progress_of(job):
    reasons = [] if job.is_busy else list(rows_with_reason(job)[: SHOWN_REASONS + 1])
    return {
        "job": job,
        "record_type": registry.get(job.record_type),
        "reasons": reasons[:SHOWN_REASONS],
        "more_reasons": len(reasons) > SHOWN_REASONS,
    }


class ImportErrors(JobView):
    """The rows that were not, or not wholly, imported, with reasons: a file to mend and import again."""

    def get(self, request, pk):
        job = self.job(pk)
        response = HttpResponse(error_file(job), content_type="text/csv; charset=utf-8")
        name = f"{job.file_name.rpartition('.')[0] or job.file_name} - {_('remarks')}.csv"
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class ImportStop(JobView):
    http_method_names = ["post"]

    def post(self, request, pk):
        job = self.job(pk)
        try:
            actions.stop(job, by=self.member)
        except actions.NotReady:
            return self.back(job, _("This import has come to its end already."))
        return self.back(job)


class ImportUndo(JobView):
    """GET asks, POST does it."""

    def get(self, request, pk):
        context = {
            "title": _("Undo this import?"),
            "text": _(
                "What it brought in is removed, and what it changed is put back. Records that somebody has changed or"
                " worked with since stay as they are."
            ),
            "submit_label": _("Undo the import"),
            "cancel_url": reverse("transfer:import", args=[self.job(pk).pk]),
        }
        return self.render(context, template="ui/_confirm.html" if request.htmx else "ui/confirm.html")

    def post(self, request, pk):
        job = self.job(pk)
        try:
            actions.undo(job, by=self.member)
        except actions.NotReady:
            return self.back(job, _("This import cannot be undone now."))
        return self.back(job)


class ImportDiscard(JobView):
    http_method_names = ["post"]

    def post(self, request, pk):
        job = self.job(pk)
        try:
            actions.discard(job, by=self.member)
        except actions.NotReady:
            return self.started_already(job)
        return go(request, reverse("transfer:import_list"), _("“%(file)s” was discarded.") % {"file": job.file_name})
