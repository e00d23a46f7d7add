"""What the workspace asks of those who sign in to it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.access.second_step import has_second_step
from crm.setup.security.actions import require_second_step
from crm.setup.security.forms import SecurityForm
from crm.setup.security.queries import second_steps
from crm.ui.views import MemberView


class Security(MemberView, FormView):
    needs = "settings"
    form_class = SecurityForm
    template_name = "crm/setup/security/form.html"

    def form_valid(self, form):
        require_second_step(self.request.tenant, form.cleaned_data["roles"], by=self.request.member)
        messages.success(self.request, _("Saved."))
        return redirect("setup:security")

    def get_context_data(self, **kwargs):
        needed = self.request.tenant.second_step_roles
        mine = "" if has_second_step(self.request.user) else self.request.member.role.key
        return super().get_context_data(steps=second_steps(), needed=needed, mine=mine, **kwargs)
