"""The logo's part of the general settings."""

import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.documents.serving import BARE, serve
from crm.setup.general.forms import GeneralForm
from crm.setup.general.views import General
from crm.setup.logo.actions import remove_logo
from crm.setup.logo.forms import LogoForm
from crm.tenants.logos import current_logo
from crm.ui.htmx import INVALID, go
from crm.ui.views import MemberView

log = logging.getLogger(__name__)


class LogoChange(General):
    """A new logo; what is wrong with it stands on the page of general settings."""

    http_method_names = ["post"]
    pace = "logo"

    def post(self, request):
        form = LogoForm(request.POST, request.FILES)
        try:
            if form.is_valid() and form.keep(request.tenant, by=request.member):
                messages.success(request, _("The logo was saved."))
                return redirect("setup:general")
        except OSError:  # a disk that is full, a bucket that does not answer
            log.exception("the logo of workspace %s could not be stored", request.tenant.pk)
            form.add_error("picture", _("The picture could not be stored. Try again in a moment."))
        shown = self.get_context_data(form=GeneralForm(initial=self.get_initial()), logo_form=form)
        return self.render(shown, template=self.template_name, status=INVALID)


class LogoPicture(MemberView):
    """The logo as it is kept, for the page that sets it. Its address changes with it, and nobody need keep it."""

    needs = "settings"

    def get(self, request):
        logo = current_logo()
        if logo is None:
            raise Http404
        return serve(logo.file, "logo", logo.content_type, inline=True, policy=BARE)


class LogoRemoval(MemberView):
    needs = "settings"

    def get(self, request):
        context = {
            "title": _("Remove the logo?"),
            "text": _("New documents, mails and forms go without it. Documents already made stay as they are."),
            "submit_label": _("Remove logo"),
            "cancel_url": reverse("setup:general"),
        }
        return self.render(context, template="ui/_confirm.html" if request.htmx else "ui/confirm.html")

    def post(self, request):
        remove_logo(request.tenant, by=request.member)
        return go(request, reverse("setup:general"), _("The logo was removed."))
