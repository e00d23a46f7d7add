"""When a device was last seen; and the second step that a workspace may ask of a role."""

import time
from urllib.parse import urlsplit

from allauth.account import adapter as allauth
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from crm.access.second_step import lacks_second_step

KEY = "seen"
FRESH = 300  # seconds
NEEDED = "/accounts/security/needed/"  # never below a workspace, so not reversed under its prefix


class LastSeen:
    """Notes the time in the session and in its row, at most every five minutes: no request pays for it otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        session = request.session
        if session.accessed and KEY in session and time.time() - session[KEY] > FRESH:
            note(request)
        return response


def begin(session):
    """From now on the session notes when it was last seen."""
    session[KEY] = int(time.time())


def note(request):
    """Write down that the device of this request was here just now, and from where."""
    begin(request.session)
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=timezone.now(),
        ip=allauth.get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[: UserSession._meta.get_field("user_agent").max_length],
    )


class SecondStepNeeded:
    """Leads a member whose role needs a second step, and who has none, to setting one up: before any page, fragment or
    act of that workspace. Other workspaces of theirs, and their account itself, stay as they are."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        member = request.member
        if member is None:
            return None
        if not lacks_second_step(member):
            return None
        back = urlsplit(request.htmx.current_url_abs_path or "").path if request.htmx else request.get_full_path()
        wanted = {"workspace": request.tenant.slug, "next": back if request.method == "GET" or request.htmx else ""}
        address = f"{NEEDED}?{urlencode(wanted)}"
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return redirect(address)
