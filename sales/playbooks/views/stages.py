"""Pipelines and stages made, named, retired and restored; reasons of loss likewise."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.l10n.numbers import format_number
from crm.ui.htmx import INVALID, go
from sales.deals.actions import empty_stage
from sales.pipelines import actions
from sales.pipelines.forms import NamedForm, PipelineForm, RetirementForm, StageForm
from sales.playbooks.views.base import FormInDrawer, SettingsView


def page_of(pipeline_id, stage=None):
    address = reverse("sales:pipeline_settings", args=[pipeline_id])
    return f"{address}?stage={stage.pk}" if stage else address


class PipelineCreate(FormInDrawer):
    def prepare(self):
        self.title, self.submit_label = _("New pipeline"), _("Create")

    def form(self, data):
        return PipelineForm(data, language=self.language)

    def save(self, form):
        values = form.values()
        ends = {end: {"name": values.pop(end)} for end in ("won", "lost")}
        pipeline = actions.create_pipeline(by=self.member, **ends, **values)
        actions.add_stage(pipeline, name=_("First stage"), probability=10, ageing_days=7, by=self.member)
        return page_of(pipeline.pk)

    def cancel_url(self):
        return reverse("sales:pipeline_list")


class PipelineRename(FormInDrawer):
    def prepare(self, pk):
        self.thing = self.pipeline(pk)
        self.title = _("Rename the pipeline")

    def form(self, data):
        return PipelineForm(data, language=self.language, thing=self.thing)

    def save(self, form):
        actions.rename_pipeline(self.thing, by=self.member, **form.values())
        return self.cancel_url()

    def cancel_url(self):
        return page_of(self.thing.pk)


class StageCreate(FormInDrawer):
    def prepare(self, pk):
        self.thing = self.pipeline(pk)
        self.title, self.submit_label = _("New stage"), _("Add stage")

    def form(self, data):
        return StageForm(data, language=self.language)

    def save(self, form):
        return page_of(self.thing.pk, actions.add_stage(self.thing, by=self.member, **form.values()))

    def cancel_url(self):
        return page_of(self.thing.pk)


class StageEdit(FormInDrawer):
    def prepare(self, pk):
        self.thing = self.stage(pk)
        self.title = _("Edit the stage %(name)s") % {"name": self.thing}

    def form(self, data):
        return StageForm(data, language=self.language, thing=self.thing)

    def save(self, form):
        actions.change_stage(self.thing, by=self.member, **form.values())
        return self.cancel_url()

    def cancel_url(self):
        return page_of(self.thing.pipeline_id, self.thing)


class StageRetirement(SettingsView):
    """GET asks where open deals go, if there are any; POST moves them and retires the stage. DELETE-like restore is
    a resource of its own."""

    def get(self, request, pk):
        stage = self.stage(pk)
        return self._ask(stage, self._form(stage))

    def post(self, request, pk):
        stage = self.stage(pk)
        form = self._form(stage, request.POST)
        if form is not None and not form.is_valid():
            return self._ask(stage, form, status=INVALID)
        try:
            self._retire(stage, form)
        except actions.StageInUse:  # somebody moved a deal there meanwhile
            return self._ask(stage, self._form(stage), status=INVALID)
        except actions.LastStage:
            return go(request, page_of(stage.pipeline_id), _("A pipeline needs at least one open stage."))
        return go(request, page_of(stage.pipeline_id), _("The stage %(name)s was retired.") % {"name": stage})

    @transaction.atomic
    def _retire(self, stage, form):
        if form is not None:
            empty_stage(stage, to=form.cleaned_data["to"], by=self.member)
        actions.retire_stage(stage, by=self.member)

    def _form(self, stage, data=None):
        self.count = stage.deals.filter(status=0, deleted_at=None).count()
        form = RetirementForm(data, stage=stage)
        return form if self.count and form.fields["to"].queryset.exists() else None  # the last stage has no other

    def _ask(self, stage, form, status=200):
        count = {"count": format_number(self.count)}
        context = {
            "form": form,
            "title": _("Retire the stage %(name)s?") % {"name": stage},
            "text": ngettext("%(count)s open deal stands in it.", "%(count)s open deals stand in it.", self.count)
            % count
            if self.count
            else _("Deals can no longer enter it. Those that passed it remember it, and you can restore it."),
            "submit_label": _("Retire"),
            "cancel_url": page_of(stage.pipeline_id, stage),
            "danger": True,
        }
        template = "ui/form_modal.html" if self.request.htmx else "ui/form.html"
        return self.render(context, template=template, status=status)


class StageRestoration(SettingsView):
    http_method_names = ["post"]

    def post(self, request, pk):
        stage = actions.restore_stage(self.stage(pk), by=self.member)
        return go(request, page_of(stage.pipeline_id, stage), _("The stage %(name)s is back.") % {"name": stage})


class ReasonForm(FormInDrawer):
    """Without a pk, a new reason."""

    def prepare(self, pk=None):
        self.thing = self.reason(pk) if pk else None
        self.title = _("Rename the reason") if pk else _("New reason of loss")

    def form(self, data):
        return NamedForm(data, language=self.language, thing=self.thing)

    def save(self, form):
        if self.thing is None:
            actions.add_loss_reason(by=self.member, **form.values())
        else:
            actions.rename_loss_reason(self.thing, by=self.member, **form.values())
        return self.cancel_url()

    def cancel_url(self):
        return reverse("sales:pipeline_list")


class ReasonRetirement(SettingsView):
    """POST stops offering the reason; POST restore=1 offers it again."""

    http_method_names = ["post"]

    def post(self, request, pk):
        actions.retire_loss_reason(self.reason(pk), restore="restore" in request.POST, by=self.member)
        return go(request, reverse("sales:pipeline_list"))
