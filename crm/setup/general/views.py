"""The workspace's own settings, and its bare address."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.documents.room import room
from crm.documents.rows import storage_row
from crm.setup.general.actions import FIELDS, change_workspace
from crm.setup.general.forms import GeneralForm
from crm.setup.logo.forms import LogoForm
from crm.tenants.logos import current_logo, fitted
from crm.ui.nav import menu
from crm.ui.views import MemberView

LOGO = (240, 80)  # CSS pixels that it may take on the page that sets it


class Landing(MemberView):
    """The bare address of a workspace: the first page that the member may use."""

    def get(self, request):
        pages = menu("main", request.member)
        return redirect(pages[0].url if pages else "setup:profile")


class General(MemberView, FormView):
    needs = "settings"
    form_class = GeneralForm
    template_name = "crm/setup/general/form.html"

    def get_initial(self):
        return {name: getattr(self.request.tenant, name) for name in FIELDS}

    def get_context_data(self, **kwargs):
        logo = current_logo()
        shown = {"logo": logo, "logo_box": logo and fitted(logo, *LOGO), "logo_form": LogoForm()}
        return super().get_context_data(**shown | {"storage": storage_row(room())} | kwargs)

    def form_valid(self, form):
        change_workspace(self.request.tenant, by=self.request.member, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect("setup:general")
