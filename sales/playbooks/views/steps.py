"""Steps of a playbook: added, changed, removed."""

from django.http import Http404
from django.utils.translation import gettext as _

from crm.ui.htmx import go
from sales.playbooks import actions
from sales.playbooks.forms import KINDS
from sales.playbooks.queries import steps_of
from sales.playbooks.recipients import Recipients
from sales.playbooks.views.base import FormInDrawer, SettingsView
from sales.playbooks.views.stages import page_of


def titles(kind):
    return {
        "create_task": _("Create a task"),
        "make_document": _("Make a document"),
        "notify": _("Notify somebody"),
    }[kind]


class StepCreate(FormInDrawer):
    def prepare(self, pk, kind):
        if kind not in KINDS:
            raise Http404
        self.kind, self.place = kind, self.stage(pk)
        self.title, self.submit_label = titles(kind), _("Add")

    def form(self, data):
        return KINDS[self.kind](data, language=self.language, recipients=Recipients(), member=self.member)

    def save(self, form):
        actions.add_step(self.place, kind=self.kind, params=form.params(), by=self.member)
        return self.cancel_url()

    def cancel_url(self):
        return page_of(self.place.pipeline_id, self.place)


class StepOfStage:
    """Finds a step among those of the stage that the address names."""

    def find(self, pk, step):
        self.place = self.stage(pk)
        self.step = steps_of(self.place).filter(pk=step).first()
        if self.step is None:
            raise Http404


class StepEdit(StepOfStage, FormInDrawer):
    def prepare(self, pk, step):
        self.find(pk, step)
        self.title = _("Edit step: %(step)s") % {"step": titles(self.step.kind)}

    def form(self, data):
        asked = {"language": self.language, "recipients": Recipients(), "member": self.member}
        return KINDS[self.step.kind](data, given=self.step.params, **asked)

    def save(self, form):
        actions.change_step(self.place, self.step, params=form.params(), by=self.member)
        return self.cancel_url()

    def cancel_url(self):
        return page_of(self.place.pipeline_id, self.place)


class StepRemoval(StepOfStage, SettingsView):
    http_method_names = ["post"]

    def post(self, request, pk, step):
        self.find(pk, step)
        actions.remove_step(self.place, self.step, by=self.member)
        return go(request, page_of(self.place.pipeline_id, self.place))
