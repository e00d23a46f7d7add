"""The day's list, and all tasks and calls."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.activities import actions, agenda
from crm.activities.filters import OPEN
from crm.activities.models import Call, Task
from crm.activities.queries import done_today, find_task, may_change
from crm.activities.views.tasks import same_time_tomorrow
from crm.l10n.dates import format_date, today
from crm.l10n.numbers import format_number
from crm.records import registry
from crm.ui.htmx import done, fragment, go, target_of
from crm.ui.listing import MINE
from crm.ui.parts import Option
from crm.ui.tables import View
from crm.ui.views import MemberView, RecordList

TEAM = "team"


class Today(MemberView):
    """Where a member's day begins: what is late, due today, tomorrow and later."""

    template = "crm/activities/today.html"
    watches = ("task",)

    def get(self, request):
        context = self.context(request.GET.get("view") == TEAM and agenda.sees_others(self.member))
        if target_of(request) == "agenda":
            return fragment(request, "crm/activities/_agenda.html", context)
        return self.render(context)

    def context(self, of_team):
        tasks = agenda.of_team(self.member) if of_team else agenda.mine(self.member)
        sections, more = agenda.sections(tasks, self.member)
        return {
            "sections": sections,
            "more": self.all_of_them(of_team) if more else "",
            "shown": agenda.SHOWN,
            "week": agenda.week(tasks),
            "of_team": of_team,
            "views": self.views(of_team),
            "day": format_date(today(), "long"),
            "done_today": done_today(self.member),
            "bulk": (
                Option(label=_("Move to tomorrow"), url=reverse("activities:postponement"), icon="calendar-plus"),
            ),
            "refresh_url": self.request.get_full_path(),
        }

    def all_of_them(self, of_team):
        """The list of the same tasks, page by page."""
        return f"{reverse('activities:task_list')}?{urlencode({'state': OPEN} | ({} if of_team else {'view': MINE}))}"

    def views(self, of_team):
        if not agenda.sees_others(self.member):
            return ()
        return (
            View(label=_("My tasks"), url="?", current=not of_team),
            View(label=_("Team"), url=f"?view={TEAM}", current=of_team),
        )


class BulkPostponement(MemberView):
    """Evening planning: the chosen tasks go to tomorrow, each at its own time of day."""

    def post(self, request):
        moved = 0
        ids = request.POST.getlist("ids")[: agenda.SHOWN]
        for pk in [int(pk) for pk in ids if pk.isascii() and pk.isdecimal() and len(pk) < 19]:
            task = find_task(pk, self.member)
            if task and task.is_open and may_change(task, self.member):
                actions.reschedule(task, due_at=same_time_tomorrow(task.due_at), by=self.member)
                moved += 1
        text = ngettext("%(count)s task moved to tomorrow.", "%(count)s tasks moved to tomorrow.", moved)
        text = text % {"count": format_number(moved)}
        return done(text) if request.htmx else go(request, reverse("activities:today"), text)


class ActivityList(RecordList):
    """Read and narrowed, not changed in bulk."""

    def bulk(self):
        return ()


class TaskList(ActivityList):
    key = Task.record_key


class CallList(ActivityList):
    key = Call.record_key


class CallDetail(MemberView):
    """A call has no page of its own: it is read on its record's."""

    def get(self, request, pk):
        call = Call.objects.filter(pk=pk, deleted_at=None).first()
        record = call and registry.fetch(call.record_type, call.record_id, self.member)
        if record is None:
            raise Http404
        return HttpResponseRedirect(registry.of(record).url(record.pk))
