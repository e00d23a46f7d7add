"""People and teams of the workspace."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.setup.authority import may_hand_out
from crm.setup.invitations.queries import waiting
from crm.setup.members import actions
from crm.setup.members.forms import MemberForm, TeamForm
from crm.setup.members.queries import everybody, function_names, is_last_owner, teams
from crm.ui.views import MemberView


class Members(MemberView):
    needs = "members"

    def get(self, request):
        names = function_names()
        people = list(everybody())
        for person in people:
            person.function_names = [names[key] for key in person.functions if key in names]
            person.in_reach = may_hand_out(request.member, person.role)
        invitations = list(waiting())
        for invitation in invitations:
            invitation.in_reach = may_hand_out(request.member, invitation.role)
        context = {"people": people, "teams": teams(), "invitations": invitations}
        return render(request, "crm/setup/members/list.html", context)


class MemberEdit(MemberView, FormView):
    """One member's place in the firm. Those who may do more than oneself can be looked at only."""

    needs = "members"
    form_class = MemberForm
    template_name = "crm/setup/members/detail.html"

    @cached_property
    def person(self):
        return get_object_or_404(everybody(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.member}

    def get_initial(self):
        person = self.person
        return {"role": person.role, "team": person.team, "title": person.title, "functions": person.functions}

    def form_valid(self, form):
        role = form.cleaned_data.pop("role")
        place = {"functions": self.person.functions} | form.cleaned_data
        try:
            with transaction.atomic():
                actions.change_role(self.person, role=role, by=self.request.member)
                actions.place(self.person, by=self.request.member, **place)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. In force at once."))
        return redirect("setup:members")

    def get_context_data(self, **kwargs):
        person = self.person
        return super().get_context_data(
            person=person, in_reach=may_hand_out(self.request.member, person.role), last_owner=is_last_owner(person),
            **kwargs,
        )  # fmt: skip


class SeatAction(MemberView):
    """POST: put one member's seat in or out of use."""

    needs = "members"

    def post(self, request, pk):
        person = get_object_or_404(everybody(), pk=pk)
        try:
            self.act(person)
            messages.success(request, self.done % {"name": person.name})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("setup:home" if person.pk == request.member.pk else "setup:members")


class Deactivation(SeatAction):
    @property
    def done(self):
        return _("%(name)s can no longer sign in to this workspace.")

    def act(self, person):
        actions.deactivate(person, by=self.request.member)


class Reactivation(SeatAction):
    @property
    def done(self):
        return _("%(name)s can sign in again.")

    def act(self, person):
        actions.reactivate(person, by=self.request.member)


class TeamCreate(MemberView, FormView):
    needs = "members"
    form_class = TeamForm
    template_name = "crm/setup/members/team.html"

    def form_valid(self, form):
        try:
            self.save(form.cleaned_data)
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

    def get_initial(self):
        return {"name": self.team.name, "manager": self.team.manager}

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
            messages.success(request, _("The team %(team)s is gone.") % {"team": team.name})
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("setup:members")
