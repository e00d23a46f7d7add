"""The page on which a member's records find successors, how far that is, and leaving by oneself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.access.authority import may_hand_out
from crm.access.policy import can
from crm.setup.handover import actions
from crm.setup.handover.estates import holdings_of
from crm.setup.handover.forms import HandOverForm
from crm.setup.handover.queries import latest_of, managed_by
from crm.setup.members.actions import leave
from crm.setup.members.queries import everybody, is_last_owner
from crm.ui.htmx import INVALID, fragment
from crm.ui.views import MemberView


class Start(MemberView, FormView):
    """Hand over and keep the seat: for a holiday, a leave, another post."""

    needs = "members"
    form_class = HandOverForm
    template_name = "crm/setup/handover/start.html"
    leaving = False

    @cached_property
    def person(self):
        person = get_object_or_404(everybody(), pk=self.kwargs["pk"])
        if not may_hand_out(self.request.member, person.role):
            raise PermissionDenied
        return person

    def get_form_kwargs(self):
        by = self.request.member
        holdings = holdings_of(self.person, by)
        return super().get_form_kwargs() | {"person": self.person, "by": by, "holdings": holdings}

    def form_valid(self, form):
        try:
            self.act(form.bequests())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect("setup:member", self.person.pk)

    def act(self, bequests):
        made = actions.hand_over(self.person, bequests, by=self.request.member)
        messages.success(self.request, _("The hand-over has begun.") if made else _("Nothing was to be handed over."))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def get_context_data(self, **kwargs):
        person = self.person
        context = {"person": person, "leaving": self.leaving, "managed": managed_by(person)}
        return super().get_context_data(**context, last_owner=is_last_owner(person), **kwargs)


class Deactivation(Start):
    """Take the seat out of use, and hand over what it owned. One's own is given up on a page of its own."""

    leaving = True

    def get(self, request, *args, **kwargs):
        if self.person.pk == request.member.pk:
            return redirect("setup:leaving")
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.person.pk == request.member.pk:
            return give_up(request)
        return super().post(request, *args, **kwargs)

    def act(self, bequests):
        actions.deactivate_with(self.person, bequests, by=self.request.member)
        text = _("%(name)s can no longer sign in to this workspace.") % {"name": self.person.name}
        messages.success(self.request, text)


class Progress(MemberView):
    """How far the member's newest hand-over is: a fragment that asks for itself while it runs."""

    needs = "members"

    def get(self, request, pk):
        person = get_object_or_404(everybody(), pk=pk)
        context = {"person": person, "handover": latest_of(person)}
        return fragment(request, "crm/setup/handover/_progress.html", context)


class Leaving(MemberView):
    """Leave the workspace by oneself."""

    def get(self, request):
        member = request.member
        context = {
            "last_owner": is_last_owner(member), "managed": managed_by(member), "may_hand_over": can(member, "members"),
        }  # fmt: skip
        return render(request, "crm/setup/handover/leaving.html", context)

    def post(self, request):
        return give_up(request)


def give_up(request):
    """Close the reader's own seat, and show them where else they may work."""
    try:
        leave(request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("setup:leaving")
    return redirect("setup:home")
