"""What rules did, and work that does not succeed: for whoever may change the workspace's settings."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.automation.actions import retry_failure, retry_step
from crm.automation.models import StepRun
from crm.automation.queries import failures, runs, told_runs
from crm.automation.wording import work_name
from crm.events.models import TimerFailure
from crm.ui.htmx import go
from crm.ui.views import MemberView

PAGE = 50


class SettingsView(MemberView):
    needs = "settings"


class RunList(SettingsView):
    """Which rule ran on which record, and what each of its steps came to."""

    template = "crm/automation/runs.html"

    def get(self, request):
        before = request.GET.get("before", "")
        before = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
        found = runs(before=before, limit=PAGE + 1)
        more = f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
        return self.render({"runs": told_runs(found[:PAGE], self.member), "more_url": more})


class StepRetry(SettingsView):
    def post(self, request, pk):
        retry_step(get_object_or_404(StepRun.objects.all(), pk=pk))
        return go(request, reverse("automation:runs"), _("The step is being tried again."))


class FailureList(SettingsView):
    """Work whose last attempt failed: why, and how often it was tried."""

    template = "crm/automation/failures.html"

    def get(self, request):
        found = [{"failure": each, "name": work_name(each.kind)} for each in failures()[:PAGE]]
        return self.render({"failures": found})


class FailureRetry(SettingsView):
    def post(self, request, pk):
        retry_failure(get_object_or_404(TimerFailure.objects.all(), pk=pk))
        return go(request, reverse("automation:failures"), _("It is being tried again."))
