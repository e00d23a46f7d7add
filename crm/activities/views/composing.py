"""Notes, calls and tasks written on a record's page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.access.policy import can
from crm.activities.actions import plan
from crm.activities.agenda import lines
from crm.activities.composer import composers
from crm.activities.conversations import add_note, log_call
from crm.activities.forms import CallForm, NoteForm, TaskForm, call_subject
from crm.activities.queries import tasks_of
from crm.records import registry
from crm.ui.htmx import INVALID, fragment, go, toast, trigger
from crm.ui.views import MemberView


class OnRecordView(MemberView):
    """A view below any record: 404 when the member does not see it, 403 when they see it but may not write on it."""

    right = "edit"

    @cached_property
    def record(self):
        record = registry.fetch(self.kwargs["key"], self.kwargs["record_id"], self.member)
        if record is None:
            raise Http404
        if not can(self.member, f"{record.record_key}.{self.right}", record):
            raise PermissionDenied
        return record

    @property
    def record_url(self):
        return registry.of(self.record).url(self.record.pk)


class Compose(OnRecordView):
    """One tab of the composer. The reply holds the whole composer, empty again or with what is wrong."""

    key_of_tab = ""
    template = "crm/activities/compose.html"

    def get(self, request, key, record_id):
        return self.show(self.form())

    def post(self, request, key, record_id):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, INVALID)
        text = self.save(form.cleaned_data)
        if not request.htmx:
            return go(request, self.record_url, text)
        context = {"composers": composers(self.record, self.member), "compose": self.key_of_tab}
        return toast(trigger(fragment(request, "ui/_composer.html", context), changed={}), text)

    def show(self, form, status=200):
        tabs = composers(self.record, self.member, **{self.key_of_tab: form})
        context = {"composers": tabs, "compose": self.key_of_tab, "record": self.record, "record_url": self.record_url}
        if self.request.htmx:
            return fragment(self.request, "ui/_composer.html", context, status=status)
        return self.render(context, status=status)


class NoteCreate(Compose):
    key_of_tab = "note"

    def form(self, data=None):
        return NoteForm(data, auto_id="note-%s")

    def save(self, values):
        add_note(self.record, body=values["body"], by=self.member)
        return _("The note was saved.")


class CallCreate(Compose):
    key_of_tab = "call"

    def form(self, data=None):
        return CallForm(data, auto_id="call-%s")

    def save(self, values):
        log_call(self.record, by=self.member, follow_up=call_subject(self.record), **values)
        return _("The call was saved.")


class TaskOnRecord(Compose):
    key_of_tab = "task"

    def form(self, data=None):
        return TaskForm(data, member=self.member, auto_id="task-%s")

    def save(self, values):
        plan(record=self.record, assignee=values.pop("owner"), by=self.member, **values)
        return _("The task was planned.")


class RecordTasks(OnRecordView):
    """What is planned on a record, and what was done last."""

    right = "see"
    template = "crm/activities/record_tasks.html"

    def get(self, request, key, record_id):
        context = {
            "lines": lines(tasks_of(self.record), self.member),
            "record": self.record,
            "record_url": self.record_url,
            "may_write": can(self.member, f"{key}.edit", self.record),
        }
        if request.htmx:
            return fragment(request, "crm/activities/_record_tasks.html", context)
        return self.render(context)
