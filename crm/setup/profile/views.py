"""A member's own page, and the switch between light and dark."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.l10n import state
from crm.setup.profile.actions import FIELDS, change_profile
from crm.setup.profile.forms import ProfileForm
from crm.tenants.models import Member
from crm.ui.views import MemberView

YEAR = 31_536_000  # seconds


class Profile(MemberView, FormView):
    form_class = ProfileForm
    template_name = "crm/setup/profile/form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"tenant": self.request.tenant}

    def get_initial(self):
        return {name: getattr(self.request.member, name) for name in FIELDS}

    def form_valid(self, form):
        member = change_profile(self.request.member, **form.cleaned_data)
        with state.using(state.for_member(member)):  # the answer in the language just chosen
            messages.success(self.request, _("Saved."))
        return redirect("setup:profile")


class Theme(MemberView):
    """POST theme=light|dark|auto. Kept with the member, and in a cookie for the pages before sign-in."""

    def post(self, request):
        theme = request.POST.get("theme", "")
        if theme not in Member.Theme.values:
            return HttpResponseBadRequest()
        change_profile(request.member, theme=theme)
        response = HttpResponse(status=204) if request.htmx else redirect("setup:profile")
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure())
        return response
