"""How far a member's bulk change is, stopping it, and taking it back. Each sees their own."""

from django.http import Http404
from django.shortcuts import redirect

from crm.records import registry
from crm.records.models import BulkJob
from crm.ui.bulk import actions
from crm.ui.htmx import fragment
from crm.ui.views.base import MemberView


class BulkJobPage(MemberView):
    """A page; for htmx the strip alone, which asks for itself while the job runs."""

    template = "ui/bulk_job.html"

    def job(self):
        job = BulkJob.objects.filter(pk=self.kwargs["pk"], member=self.member).defer("ids").first()
        if job is None:
            raise Http404
        return job

    def get(self, request, pk):
        return self.answer(self.job())

    def answer(self, job):
        undoing = job.state == BulkJob.State.UNDOING
        context = {
            "job": job,
            "done": job.undone + job.kept if undoing else job.place,
            "total": job.changed if undoing else job.total,
            "record_type": registry.get(job.record_type),
        }
        return fragment(self.request, "ui/_bulk_job.html", context) if self.request.htmx else self.render(context)


class _Act(BulkJobPage):
    act = None

    def get(self, request, pk):
        return redirect("ui:bulk_job", pk)

    def post(self, request, pk):
        job = type(self).act(self.job(), by=self.member)
        return self.answer(job) if request.htmx else redirect("ui:bulk_job", pk)


class BulkJobStop(_Act):
    act = staticmethod(actions.stop)


class BulkJobUndo(_Act):
    act = staticmethod(actions.take_back)
