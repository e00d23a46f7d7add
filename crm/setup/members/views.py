"""People and teams of the workspace."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.access.authority import may_hand_out
from crm.access.names import function_names
from crm.lib.addresses import numbered
from crm.setup.handover.queries import latest_of
from crm.setup.invitations.queries import all_waiting, answered
from crm.setup.members import actions
from crm.setup.members.forms import MemberForm
from crm.setup.members.queries import everybody, is_last_owner, listed
from crm.setup.teams.queries import tree
from crm.ui.views import MemberView


class Members(MemberView):
    needs = "members"

    def get(self, request):
        names = function_names()
        people, url_of = listed(), numbered("setup:member")
        for person in people:
            person.url = url_of(person.pk)
            person.function_names = [names[key] for key in person.functions if key in names]
        invitations = all_waiting()
        for invitation in invitations:
            invitation.in_reach = may_hand_out(request.member, invitation.role)
        context = {"people": people, "teams": tree(), "invitations": [*invitations, *answered()]}
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
            handover=latest_of(person), **kwargs,
        )  # fmt: skip


class Reactivation(MemberView):
    """POST: put one member's seat back into use."""

    needs = "members"

    def post(self, request, pk):
        person = get_object_or_404(everybody(), pk=pk)
        try:
            actions.reactivate(person, by=request.member)
            messages.success(request, _("%(name)s can sign in again.") % {"name": person.name})
        except ValidationError as error:
            messages.error(request, error.message)
        return redirect("setup:member", person.pk)
