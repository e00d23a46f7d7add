"""Serve each request in its reader's language, calendar, digits and time zone."""

from crm.l10n import state


class MemberLocale:
    """After MemberScope: a member's preferences. Strangers keep what LocaleMiddleware found for them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        member = getattr(request, "member", None)
        if member is None:
            return self.get_response(request)
        preferences = state.for_member(member)
        with state.using(preferences):
            request.LANGUAGE_CODE = preferences.language
            response = self.get_response(request)
        response.headers["Content-Language"] = preferences.language
        return response
