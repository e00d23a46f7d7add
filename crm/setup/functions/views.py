"""The kinds of work of the workspace: listed with who does them, named, put in order, removed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.models import Function
from crm.l10n.forms import NamedForm
from crm.setup.functions import actions
from crm.setup.functions.queries import functions, hindrances, row_of
from crm.ui.htmx import go
from crm.ui.views import MemberView
from crm.ui.views.drawer import DrawerForm


class FunctionList(MemberView):
    needs = "members"
    template = "crm/setup/functions/list.html"

    def get(self, request):
        return self.render({"rows": functions()})


class FunctionCreate(DrawerForm):
    needs = "members"

    def prepare(self):
        self.title, self.submit_label = _("New function"), _("Create")

    def form(self, data):
        return NamedForm(data, language=self.request.tenant.language, thing=self.thing)

    def save(self, form):
        actions.add_function(by=self.member, **form.values())
        return self.cancel_url()

    def cancel_url(self):
        return reverse("setup:functions")


class FunctionRename(FunctionCreate):
    def prepare(self, pk):
        self.thing = get_object_or_404(Function.objects.all(), pk=pk)
        self.title = _("Rename the function %(name)s") % {"name": self.thing}

    def save(self, form):
        actions.rename_function(self.thing, by=self.member, **form.values())
        return self.cancel_url()


class FunctionOrder(MemberView):
    """POST order=<key>… after a drag; POST name=<key> and way=up|down from a button."""

    needs = "members"
    http_method_names = ["post"]

    def post(self, request):
        order = request.POST.getlist("order")
        if "way" in request.POST:
            order = self._shifted(request.POST.get("name", ""), -1 if request.POST["way"] == "up" else 1)
        actions.order_functions(order, by=self.member)
        return HttpResponse(status=204) if request.htmx else go(request, reverse("setup:functions"))

    def _shifted(self, key, by):
        order = list(Function.objects.values_list("key", flat=True))
        if key in order:
            place = order.index(key)
            order.insert(max(place + by, 0), order.pop(place))
        return order


class FunctionRemoval(MemberView):
    """GET asks, or says who does it and what hands it out; POST removes it."""

    needs = "members"

    def get(self, request, pk):
        function = get_object_or_404(Function.objects.all(), pk=pk)
        if reasons := hindrances(row_of(function)):
            return self._refuse(request, reasons)
        context = {
            "title": _("Remove the function %(name)s?") % {"name": function},
            "text": _("Nobody does it, and no playbook hands it out. Tasks that were given out stay."),
            "submit_label": _("Remove"),
            "cancel_url": reverse("setup:functions"),
        }
        return self.render(context, template="ui/_confirm.html" if request.htmx else "ui/confirm.html")

    def post(self, request, pk):
        function = get_object_or_404(Function.objects.all(), pk=pk)
        try:
            actions.remove_function(function, by=self.member)
        except ValidationError as error:
            return self._refuse(request, error.messages)
        return go(request, reverse("setup:functions"), _("The function %(name)s is gone.") % {"name": function})

    def _refuse(self, request, reasons):
        messages.error(request, " ".join(reasons))
        return go(request, reverse("setup:functions"))
