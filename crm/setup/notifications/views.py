"""What a member wants to be told of, how, and when not."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from crm.channels.push.wire import our_key
from crm.l10n.state import current
from crm.notify.channels import offered
from crm.notify.devices import allow, devices_of
from crm.notify.models import Device
from crm.notify.preferences import choose, preference_of
from crm.setup.accounts.devices import describe
from crm.setup.accounts.sessions import devices_of as devices_of_account
from crm.setup.notifications.forms import DeviceForm, NotificationsForm
from crm.setup.workspaces.choices import time_zone_choices
from crm.ui.htmx import INVALID
from crm.ui.views import MemberView


class Notifications(MemberView, FormView):
    form_class = NotificationsForm
    template_name = "crm/setup/notifications/form.html"

    def get_form_kwargs(self):
        member = self.request.member
        kwargs = super().get_form_kwargs() | {"member": member, "preference": preference_of(member)}
        kwargs.pop("initial")
        return kwargs

    def form_valid(self, form):
        choose(self.request.member, **form.choices())
        messages.success(self.request, _("Saved."))
        return redirect("setup:notifications")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def get_context_data(self, **kwargs):
        zone = dict(time_zone_choices()).get(current().time_zone, current().time_zone)
        more = {"channels": list(offered().items()), "zone": zone, "push_key": our_key()}
        if more["push_key"]:
            more["devices"] = _rows(self.request)
            more["told_here"] = any(row.here for row in more["devices"])
        return super().get_context_data(**more, **kwargs)


class DeviceAllow(MemberView):
    """Tell the member on this browser too. Scripts alone can ask, for only they learn the browser's address."""

    http_method_names = ["post"]
    pace = "devices"

    def post(self, request):
        if not our_key():
            raise Http404
        form = DeviceForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=INVALID)
        devices_of_account(request)  # the sign-in it hangs on has a row from now on
        allow(self.member, session_key=request.session.session_key, **form.cleaned_data)
        messages.success(request, _("This device is notified from now on."))
        return HttpResponse(status=204)


class DeviceEnd(MemberView):
    http_method_names = ["post"]

    def post(self, request, pk):
        get_object_or_404(Device, pk=pk, member=self.member).delete()
        messages.success(request, _("The device is no longer notified."))
        return redirect("setup:notifications")


@dataclass(frozen=True, slots=True)
class DeviceRow:
    pk: int
    words: str
    handheld: bool
    at: datetime
    here: bool


def _rows(request):
    """The member's devices as a list shows them."""
    here = UserSession.objects.filter(session_key=request.session.session_key).values_list("pk", flat=True).first()
    return [
        DeviceRow(each.pk, *describe(each.user_agent), each.at, each.session == here)
        for each in devices_of(request.member)
    ]
