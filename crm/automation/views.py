"""What rules did, and work that does not succeed: for whoever may change the workspace's settings."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.automation.actions import dismiss_failure, retry_failure, retry_failures, retry_step
from crm.automation.models import StepRun
from crm.automation.queries import failures, runs, told_runs
from crm.automation.wording import work_name
from crm.events.models import TimerFailure
from crm.ui.htmx import INVALID, go, target_of
from crm.ui.views import MemberView

PAGE = 50


class DismissalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it need not be done"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


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
    """Events, timers and tasks whose last attempt failed: why, since when, how often, and when it is tried next."""

    template = "crm/automation/failures.html"

    def get(self, request):
        return self.render({"failures": failures(self.member)})


class FailureRetry(SettingsView):
    def post(self, request, pk):
        retry_failure(get_object_or_404(TimerFailure.objects.all(), pk=pk), by=self.member)
        return go(request, reverse("automation:failures"), _("It is being tried again."))


class FailureRetryAll(SettingsView):
    def post(self, request):
        retry_failures(by=self.member)
        return go(request, reverse("automation:failures"), _("All of it is being tried again."))


class FailureDismissal(SettingsView):
    """GET asks why, POST puts the work aside for good."""

    template = "ui/form.html"

    def get(self, request, pk):
        return self.ask(DismissalForm(), self.failure(pk))

    def post(self, request, pk):
        failure, form = self.failure(pk), DismissalForm(request.POST)
        if not form.is_valid():
            return self.ask(form, failure, status=INVALID)
        dismiss_failure(failure, reason=form.cleaned_data["reason"], by=self.member)
        return go(request, reverse("automation:failures"), _("It will not be tried again."))

    def failure(self, pk):
        return get_object_or_404(TimerFailure.objects.all(), pk=pk)

    def ask(self, form, failure, status=200):
        context = {
            "form": form,
            "title": _("Put aside: %(work)s") % {"work": work_name(failure.kind)},
            "submit_label": _("Put aside"),
            "cancel_url": reverse("automation:failures"),
            "wide": ("reason",),
        }
        template = "ui/form_drawer.html" if target_of(self.request) == "drawer" else self.template
        return self.render(context, template=template, status=status)
