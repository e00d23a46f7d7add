"""The visitor's side: a page of ours with the form, and the address that a form on any other page posts to."""

from csp.decorators import csp_replace
from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from crm.access.address import client_address
from crm.access.guard import PUBLIC
from crm.documents.serving import BARE, serve
from crm.l10n.state import for_tenant, using
from crm.tenants.logos import current_logo, fitted
from crm.tenants.public import open_link
from crm.tenants.scope import tenant_scope
from marketing.webforms import actions
from marketing.webforms.forms import VisitorForm
from marketing.webforms.models import WebForm
from marketing.webforms.throttle import is_too_often

HEAD = (160, 40)  # CSS pixels that a logo may take


@method_decorator(csrf_exempt, name="dispatch")  # no session stands behind this form, so there is none to ride on
@method_decorator(xframe_options_exempt, name="dispatch")
@method_decorator(csp_replace({"frame-ancestors": ["*"]}), name="dispatch")
class FormPage(View):
    """GET shows the form; POST keeps a request and thanks for it, or shows the form again with what is wrong."""

    access = PUBLIC

    def dispatch(self, request, token):
        tenant, form_id = open_link(token, actions.LINK)
        with tenant_scope(tenant):
            web_form = WebForm.objects.get(pk=form_id)
            with using(for_tenant(tenant, language=web_form.language)):
                return super().dispatch(request, tenant, web_form)

    def get(self, request, tenant, web_form):
        return self._show(request, tenant, web_form, VisitorForm(web_form=web_form, region=tenant.phone_region))

    def post(self, request, tenant, web_form):
        form = VisitorForm(request.POST, web_form=web_form, region=tenant.phone_region)
        if not web_form.active:
            return self._show(request, tenant, web_form, form, status=410)
        if is_too_often(web_form.pk, client_address(request)):
            return self._show(request, tenant, web_form, form, status=429)
        if not form.is_valid():
            return self._show(request, tenant, web_form, form, status=422)
        actions.receive(web_form, data=form.answers(), page=form.cleaned_data["page"], spam=form.is_trapped)
        return render(request, "marketing/webforms/thanks.html", _head(tenant, web_form))

    def _show(self, request, tenant, web_form, form, status=200):
        context = {**_head(tenant, web_form), "form": form, "state": status}
        return render(request, "marketing/webforms/visit.html", context, status=status)


class FormLogo(View):
    """The logo above a form, for whoever knows the form's address. Its own address changes with the picture."""

    access = PUBLIC

    def get(self, request, token, mark):
        tenant, _form_id = open_link(token, actions.LINK)
        with tenant_scope(tenant):
            logo = current_logo()
            if logo is None or logo.mark != mark:
                raise Http404
            response = serve(logo.file, "logo", logo.content_type, inline=True, policy=BARE)
        response["Cache-Control"] = "private, max-age=31536000, immutable"
        return response


def _head(tenant, web_form):
    """What each page of a form has above it."""
    found, logo = current_logo(), None
    if found:
        width, height = fitted(found, *HEAD)
        address = f"/f/{web_form.token}/logo/{found.mark}/"  # of no workspace, as the form's own
        logo = {"address": address, "width": width, "height": height}
    return {"web_form": web_form, "firm": tenant.name, "logo": logo}
