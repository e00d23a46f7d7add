"""The teams of the workspace."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.setup.teams import actions
from crm.setup.teams.forms import TeamForm
from crm.setup.teams.queries import teams
from crm.ui.views import MemberView


class TeamCreate(MemberView, FormView):
    needs = "members"
    form_class = TeamForm
    template_name = "crm/setup/teams/form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"language": self.request.tenant.language}

    def form_valid(self, form):
        try:
            self.save(form.values())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The team is saved."))
        return redirect("setup:members")

    def save(self, values):
        actions.open_team(by=self.request.member, **values)


class TeamEdit(TeamCreate):
    @cached_property
    def team(self):
        return get_object_or_404(teams(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"team": self.team}

    def get_initial(self):
        team = self.team
        deputies = [each.member_id for each in team.deputies.all()]
        return {"manager": team.manager, "parent": team.parent, "deputies": deputies}

    def save(self, values):
        actions.change_team(self.team, by=self.request.member, **values)

    def get_context_data(self, **kwargs):
        return super().get_context_data(team=self.team, **kwargs)


class TeamDeletion(MemberView):
    needs = "members"

    def post(self, request, pk):
        team = get_object_or_404(teams(), pk=pk)
        try:
            actions.close_team(team, by=request.member)
            messages.success(request, _("The team %(team)s is gone.") % {"team": team})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("setup:members")
