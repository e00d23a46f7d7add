"""One task: shown, planned, changed, done, taken back, moved on, dropped."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from crm.activities import actions
from crm.activities.agenda import lines
from crm.activities.conversations import log_call
from crm.activities.forms import CallForm, ResultForm, TaskForm, call_subject
from crm.activities.models import Task
from crm.activities.queries import find_task, may_change
from crm.events.feed import timeline
from crm.records import registry
from crm.ui.conflicts import Merge, question
from crm.ui.htmx import CONFLICT, INVALID, done, fragment, go, target_of
from crm.ui.timeline import days
from crm.ui.views import MemberView


class TaskView(MemberView):
    """A view of one task: 404 when the member sees neither it nor its record, 403 when they may not change it."""

    changes = True

    @cached_property
    def task(self):
        task = find_task(self.kwargs["pk"], self.member)
        if task is None:
            raise Http404
        if self.changes and not may_change(task, self.member):
            raise PermissionDenied
        return task

    @property
    def home(self):
        """Where one goes from here without script: the record it hangs on, else the day's list."""
        record = registry.fetch(self.task.record_type, self.task.record_id, self.member)
        return registry.of(record).url(record.pk) if record else reverse("activities:today")

    def reply(self, text, *, undo=""):
        return done(text, undo=undo) if self.request.htmx else go(self.request, self.home, text, undo=undo)

    def ask(self, form, *, title, submit_label, status=200, drawer=False):
        context = {"form": form, "title": title, "submit_label": submit_label, "wide": getattr(form, "wide", ())}
        templates = {"drawer": "ui/form_drawer.html", "modal-content": "ui/form_modal.html"}
        template = templates.get(target_of(self.request), "ui/form.html")
        return self.render({**context, "cancel_url": self.home}, template=template, status=status)


class TaskDetail(TaskView):
    changes = False
    template = "crm/activities/task.html"

    def get(self, request, pk):
        [line] = lines([self.task], self.member)
        context = {
            "line": line,
            "task": self.task,
            "may_change": may_change(self.task, self.member),
            "days": days(timeline(self.task)),
        }
        if target_of(request) == "drawer":
            return fragment(request, "crm/activities/_task_drawer.html", context)
        return self.render(context)


class TaskCreate(TaskView):
    """A task that hangs on no record."""

    needs = "task.create"
    home = property(lambda self: reverse("activities:today"))

    def get(self, request):
        return self.show(TaskForm(member=self.member))

    def post(self, request):
        form = TaskForm(request.POST, member=self.member)
        if not form.is_valid():
            return self.show(form, INVALID)
        values = form.cleaned_data
        actions.plan(assignee=values.pop("owner"), by=self.member, **values)
        return self.reply(_("The task was planned."))

    def show(self, form, status=200):
        return self.ask(form, title=_("New task"), submit_label=_("Plan task"), status=status)


class TaskEdit(TaskView):
    def get(self, request, pk):
        return self.show(TaskForm(member=self.member, task=self.task))

    def post(self, request, pk):
        """409 asks about what somebody else changed meanwhile."""
        with transaction.atomic():
            Task.objects.select_for_update().filter(pk=pk).first()  # what is read now stands until this is written
            form = TaskForm(request.POST, member=self.member, task=self.task)
            if not form.is_valid():
                return self.show(form, INVALID)
            merge = Merge(form)
            if merge.clashes:
                template = "ui/conflict_drawer.html" if target_of(request) == "drawer" else "ui/conflict.html"
                context = question(merge, self.task, cancel_url=self.home)
                return self.render(context, template=template, status=CONFLICT)
            self.save(merge.values)
        return self.reply(_("Saved."))

    def save(self, values):
        owner, due_at = values.pop("owner", None), values.pop("due_at", None)
        actions.revise(self.task, by=self.member, **values)
        if due_at:
            actions.reschedule(self.task, due_at=due_at, by=self.member)
        if owner:
            actions.reassign(self.task, to=owner, by=self.member)

    def show(self, form, status=200):
        return self.ask(form, title=_("Edit task"), submit_label=_("Save"), status=status)


class Completion(TaskView):
    """POST: done. GET asks what came of it; of a call, how it went."""

    def get(self, request, pk):
        return self.show(self.form())

    def post(self, request, pk):
        if "quick" in request.POST:  # the tick in a list
            actions.complete(self.task, by=self.member)
            return self.done()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, INVALID)
        self.save(form.cleaned_data)
        return self.done()

    @property
    def is_call(self):
        return self.task.kind == Task.Kind.CALL and self.task.is_open and self.task.parent is not None

    def form(self, data=None):
        if self.is_call:
            return CallForm(data)
        return ResultForm(data, initial={"result": self.task.result})

    def save(self, values):
        if self.is_call:
            record = self.task.parent
            log_call(record, by=self.member, completes=self.task, follow_up=call_subject(record), **values)
        elif self.task.is_open:
            actions.complete(self.task, by=self.member, result=values["result"])
        else:
            actions.write_result(self.task, by=self.member, result=values["result"])

    def done(self):
        return self.reply(
            _("Done: %(subject)s") % {"subject": self.task.subject},
            undo=reverse("activities:task_reopening", args=[self.task.pk]),
        )

    def show(self, form, status=200):
        return self.ask(form, title=self.task.subject, submit_label=_("Done"), status=status)


class Reopening(TaskView):
    def post(self, request, pk):
        actions.reopen(self.task, by=self.member)
        return self.reply(_("The task is open again."))


class Cancellation(TaskView):
    def post(self, request, pk):
        actions.cancel(self.task, by=self.member)
        return self.reply(_("The task was dropped."), undo=reverse("activities:task_reopening", args=[self.task.pk]))


class Postponement(TaskView):
    """To tomorrow, at the same time of day."""

    def post(self, request, pk):
        actions.reschedule(self.task, due_at=same_time_tomorrow(self.task.due_at), by=self.member)
        return self.reply(_("Moved to tomorrow."))


def same_time_tomorrow(due_at):
    """The moment's time of day on the reader's tomorrow."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    local = timezone.localtime(due_at)
    return local.replace(year=tomorrow.year, month=tomorrow.month, day=tomorrow.day)
