"""Where one is signed in, and signing out from afar."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.access.guard import signed_in
from crm.setup.accounts.devices import describe


@dataclass(frozen=True, slots=True)
class Device:
    pk: int
    words: str
    handheld: bool
    ip: str
    seen_at: datetime
    here: bool


@signed_in
@require_safe
def devices(request):
    return render(request, "usersessions/usersession_list.html", {"devices": devices_of(request)})


@signed_in
@require_POST
def end(request, pk):
    """Sign one other device out. This one signs out by its own button."""
    session = get_object_or_404(_others(request), pk=pk)
    session.end()
    messages.success(request, _("The device is signed out."))
    return redirect("usersessions_list")


@signed_in
@require_POST
def end_others(request):
    for session in _others(request):
        session.end()
    messages.success(request, _("All other devices are signed out."))
    return redirect("usersessions_list")


def devices_of(request):
    """The devices that the reader is signed in on: this one first, then by when they were seen."""
    if not UserSession.objects.filter(session_key=_key(request)).exists():  # begun before devices were listed
        UserSession.objects.create_from_request(request)
    sessions = UserSession.objects.purge_and_list(request.user)
    found = [
        Device(one.pk, *describe(one.user_agent), one.ip, one.last_seen_at, one.session_key == _key(request))
        for one in sessions
    ]
    return sorted(found, key=lambda device: (not device.here, -device.seen_at.timestamp()))


def _others(request):
    return UserSession.objects.filter(user=request.user).exclude(session_key=_key(request))


def _key(request):
    return request.session.session_key
