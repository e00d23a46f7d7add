"""Each request is served in its reader's language, and leaves no trace for the next."""

from types import SimpleNamespace

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from crm.l10n import state
from crm.l10n.middleware import MemberLocale

TENANT = SimpleNamespace(
    language="fa",
    calendar="jalali",
    digits="",
    time_zone="Asia/Tehran",
    week_start=5,
    currency="IRR",
    phone_region="IR",
    fiscal_start="",
)
MEMBER = SimpleNamespace(tenant=TENANT, language="", calendar="", digits="", time_zone="")


def serve(member):
    request = RequestFactory().get("/")
    request.member = member
    seen = []

    def view(request):
        seen.append((state.current(), translation.get_language(), timezone.get_current_timezone_name()))
        return HttpResponse("")

    return MemberLocale(view)(request), request, seen[0]


def test_a_member_is_served_in_their_own_way():
    response, request, (preferences, language, zone) = serve(MEMBER)
    assert preferences == state.for_member(MEMBER)
    assert (language, zone) == ("fa", "Asia/Tehran")
    assert response.headers["Content-Language"] == request.LANGUAGE_CODE == "fa"


def test_nothing_is_left_for_the_next_request():
    serve(MEMBER)
    assert translation.get_language() == "en"
    assert state.current().currency == ""


def test_a_stranger_keeps_the_language_found_for_them():
    with translation.override("ar"):
        _response, _request, (preferences, language, _zone) = serve(None)
    assert (preferences.language, language, preferences.direction) == ("ar", "ar", "rtl")
