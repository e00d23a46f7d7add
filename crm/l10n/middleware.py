"""Serve each request in its reader's language, calendar, digits and time zone."""

from django.conf import settings
from django.utils import translation

from crm.l10n import state


class MemberLocale:
    """After MemberScope: a member's preferences. Outside any workspace, the language of the account, unless the browser
    has been told another; strangers keep what LocaleMiddleware found for them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        member = getattr(request, "member", None)
        if member is None:
            return self._outside(request)
        preferences = state.for_member(member)
        with state.using(preferences):
            request.LANGUAGE_CODE = preferences.language
            response = self.get_response(request)
        response.headers["Content-Language"] = preferences.language
        return response

    def _outside(self, request):
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        language = user.language if user is not None and user.is_authenticated else ""
        if not language or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        return response
