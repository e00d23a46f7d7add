"""The admin's side of web forms: make one, embed it, look at what came in."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm.tenants.links import absolute
from crm.ui.views import MemberView
from marketing.webforms import actions, queries
from marketing.webforms.forms import VisitorForm, WebFormForm
from marketing.webforms.models import ALWAYS_ASKED, WebForm

PER_PAGE = 50


class FormView(MemberView):
    needs = "settings"

    def dispatch(self, request, pk):
        return super().dispatch(request, get_object_or_404(WebForm, pk=pk))


class WebFormList(MemberView):
    needs = "settings"

    def get(self, request):
        return render(request, "marketing/webforms/list.html", {"forms": queries.forms_with_counts()})


class WebFormCreate(MemberView):
    needs = "settings"

    def get(self, request):
        language = request.tenant.language
        initial = {"language": language, "source": _("Website"), "callback_minutes": 15, "active": True}
        initial |= {"fields_asked": [*ALWAYS_ASKED, "service", "message"], **actions.words(language)}
        return _page(request, WebFormForm(initial=initial, member=request.member))

    def post(self, request):
        form = WebFormForm(request.POST, member=request.member)
        if not form.is_valid():
            return _page(request, form, status=422)
        web_form = actions.create_web_form(by=request.member, **form.values())
        return redirect("marketing:webform", web_form.pk)


class WebFormEdit(FormView):
    def get(self, request, web_form):
        return _page(request, WebFormForm(instance=web_form, member=request.member), web_form)

    def post(self, request, web_form):
        form = WebFormForm(request.POST, instance=web_form, member=request.member)
        if not form.is_valid():
            return _page(request, form, web_form, status=422)
        actions.update_web_form(WebForm.objects.get(pk=web_form.pk), by=request.member, **form.values())
        return redirect("marketing:webform", web_form.pk)


class WebFormPage(FormView):
    """How to embed the form, and the requests left on it, newest first."""

    def get(self, request, web_form):
        address = absolute(f"/f/{web_form.token}/")
        rows = list(queries.submissions_of(web_form, before=request.GET.get("before", ""))[: PER_PAGE + 1])
        with override(web_form.language):
            asked = VisitorForm(web_form=web_form, region=request.tenant.phone_region).asked()
        context = {
            "web_form": web_form,
            "address": address,
            "asked": asked,
            "submissions": rows[:PER_PAGE],
            "older": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None,
        }
        return render(request, "marketing/webforms/detail.html", context)


def _page(request, form, web_form=None, status=200):
    context = {"form": form, "web_form": web_form}
    return render(request, "marketing/webforms/form.html", context, status=status)
