"""When the workspace and its teams work: the week, holidays, seasons, and a trial of what follows."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.access.models import Team
from crm.l10n.numbers import format_number
from crm.setup.hours import forms
from crm.setup.workspaces.choices import country_name
from crm.ui.views import MemberView
from crm.worktime import actions, clock, countries, queries
from crm.worktime.models import Holiday, Season
from crm.worktime.windows import format_windows
from crm.worktime.wording import explain


class HoursView(MemberView):
    """Of the team in the address, or of the workspace."""

    needs = "settings"

    @cached_property
    def team(self):
        pk = self.kwargs.get("team")
        return get_object_or_404(Team.objects.all(), pk=pk) if pk else None

    @property
    def team_id(self):
        return self.team.pk if self.team else None

    def back(self, team_id):
        return redirect("setup:team_hours", team_id) if team_id else redirect("setup:hours")

    def show(self, *, status=200, **changed):
        return render(self.request, "crm/setup/hours/detail.html", {**self.context(), **changed}, status=status)

    def context(self):
        own = queries.hours_of(self.team_id)
        first, last = forms.next_ramadan()
        ramadan = {"name": _("Ramadan hours"), "first": first, "last": last}
        country, language = self.request.tenant.country, self.request.tenant.language
        kept = own or (queries.hours_of(None) if self.team else None)
        days = enumerate(queries.week_of(kept, country))
        week = {f"day-{day}": [list(window) for window in windows] for day, windows in days}
        more = {"time_zone": own.time_zone if own else "", "shares_holidays": own.shares_holidays if own else True}
        return {
            "team": self.team,
            "teams": queries.teams(),
            "own": own,
            "form": forms.WeekForm(team=self.team, initial={**week, **more}),
            "holidays": queries.holidays_of(self.team_id),
            "seasons": [(season, format_windows(season.windows)) for season in queries.seasons_of(self.team_id)],
            "season_form": forms.SeasonForm(language=language, initial=ramadan),
            "offered": country_name(country) if country in countries.HOLIDAYS else "",
            "trial": forms.TrialForm(initial={"since": timezone.now(), "amount": 2, "unit": "hours"}),
        }


class HoursPage(HoursView):
    """The whole page; POST saves the week. ?since=…&amount=…&unit=… counts a deadline."""

    def get(self, request, team=None):
        if "amount" not in request.GET:
            return self.show()
        trial = forms.TrialForm(request.GET)
        return self.show(trial=trial, result=self.result(trial) if trial.is_valid() else None)

    def post(self, request, team=None):
        form = forms.WeekForm(request.POST, team=self.team)
        if not form.is_valid():
            return self.show(form=form, status=422)
        actions.set_hours(team=self.team, by=request.member, **form.values())
        messages.success(request, _("Saved. Deadlines are counted by these hours from now on."))
        return self.back(self.team_id)

    def result(self, trial):
        asked, hours = trial.cleaned_data, queries.working_time(self.team_id)
        try:
            if asked["unit"] == "days":
                deadline = clock.add_working_days(asked["since"], asked["amount"], hours)
            else:
                minutes = asked["amount"] * forms.UNITS[asked["unit"]]
                deadline = clock.add_working_time(asked["since"], minutes, hours)
        except clock.NeverWorks:
            trial.add_error(None, _("There are no working hours to count."))
            return None
        return {"at": deadline.at, "lines": explain(deadline, hours.zone)}


class HoursReset(HoursView):
    """POST: the team keeps the workspace's hours again."""

    def post(self, request, team):
        actions.forget_hours(self.team, by=request.member)
        messages.success(request, _("This team keeps the workspace’s hours again."))
        return self.back(self.team_id)


class PublicHolidays(HoursView):
    """POST: write down the public holidays of the workspace's country."""

    def post(self, request, team=None):
        country = request.tenant.country
        if country not in countries.HOLIDAYS:
            raise Http404
        count = actions.add_public_holidays(country, by=request.member, team=self.team)
        words = ngettext("%(count)s holiday was added.", "%(count)s holidays were added.", count)
        messages.success(request, words % {"count": format_number(count)} if count else _("They are all here already."))
        return self.back(self.team_id)


class HolidayCreate(HoursView):
    def get(self, request, team=None):
        return self.page(forms.HolidayForm(language=request.tenant.language))

    def post(self, request, team=None):
        form = forms.HolidayForm(request.POST, language=request.tenant.language)
        if not form.is_valid():
            return self.page(form, status=422)
        actions.save_holiday(team=self.team, by=request.member, **form.values())
        messages.success(request, _("Saved."))
        return self.back(self.team_id)

    def page(self, form, status=200):
        context = {"form": form, "team": self.team}
        return render(self.request, "crm/setup/hours/holiday.html", context, status=status)


class HolidayView(HoursView):
    @cached_property
    def holiday(self):
        return get_object_or_404(Holiday.objects.select_related("team"), pk=self.kwargs["pk"])


class HolidayEdit(HolidayView):
    def get(self, request, pk):
        holiday = self.holiday
        initial = {"starts": holiday.starts, "days": holiday.days, "sighted": holiday.sighted}
        return self.page(forms.HolidayForm(language=request.tenant.language, thing=holiday, initial=initial))

    def post(self, request, pk):
        form = forms.HolidayForm(request.POST, language=request.tenant.language, thing=self.holiday)
        if not form.is_valid():
            return self.page(form, status=422)
        actions.save_holiday(holiday=self.holiday, by=request.member, **form.values())
        messages.success(request, _("Saved."))
        return self.back(self.holiday.team_id)

    def page(self, form, status=200):
        context = {"form": form, "holiday": self.holiday, "team": self.holiday.team}
        return render(self.request, "crm/setup/hours/holiday.html", context, status=status)


class HolidayDeletion(HolidayView):
    def post(self, request, pk):
        actions.remove_holiday(self.holiday, by=request.member)
        messages.success(request, _("Removed."))
        return self.back(self.holiday.team_id)


class HolidaySighting(HolidayView):
    """POST: the first day of a sighted holiday is certain."""

    def post(self, request, pk):
        form = forms.SightingForm(request.POST)
        if form.is_valid():
            actions.settle_holiday(self.holiday, by=request.member, **form.cleaned_data)
            messages.success(request, _("Saved. Deadlines are counted by these hours from now on."))
        else:
            messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return self.back(self.holiday.team_id)


class SeasonCreate(HoursView):
    def post(self, request, team=None):
        form = forms.SeasonForm(request.POST, language=request.tenant.language)
        if not form.is_valid():
            return self.show(season_form=form, status=422)
        actions.add_season(team=self.team, by=request.member, **form.values())
        messages.success(request, _("Saved. Deadlines are counted by these hours from now on."))
        return self.back(self.team_id)


class SeasonDeletion(HoursView):
    def post(self, request, pk):
        season = get_object_or_404(Season.objects.select_related("team"), pk=pk)
        actions.remove_season(season, by=request.member)
        messages.success(request, _("Removed."))
        return self.back(season.team_id)
