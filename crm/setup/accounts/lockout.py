"""Too many attempts: how long one has to wait, and the page that says so.

allauth keeps, for each limit, the times of what it let through in the cache, newest first. The next attempt is let
through once the oldest of the last `amount` is older than the limit's span.
"""

import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.l10n.numbers import format_number

ACCOUNT = "allauth.account"
# Which limit a page counts against, by the name of its address.
LIMITS = {
    "account_login": (ACCOUNT, "login"),
    "account_signup": (ACCOUNT, "signup"),
    "account_reset_password": (ACCOUNT, "reset_password"),
    "account_reset_password_from_key": (ACCOUNT, "reset_password_from_key"),
    "account_change_password": (ACCOUNT, "change_password"),
    "account_set_password": (ACCOUNT, "change_password"),
    "account_reauthenticate": (ACCOUNT, "reauthenticate"),
    "mfa_reauthenticate": (ACCOUNT, "reauthenticate"),
    "mfa_reauthenticate_webauthn": (ACCOUNT, "reauthenticate"),
    "mfa_login_webauthn": ("allauth.mfa", "webauthn_login"),
    "openid_connect_login": (ACCOUNT, "oidc"),
    "openid_connect_callback": (ACCOUNT, "oidc"),
    "setup:start": (ACCOUNT, "open_workspace"),
    "setup:join": (ACCOUNT, "join"),
}


def seconds_left(request, action, *, app=ACCOUNT, key=None):
    """Seconds until one more attempt is let through, 0 for now. Limits per key are left out without a key."""
    known = {"ip", "user" if request.user.is_authenticated else None, "key" if key else None}
    rates = [rate for rate in ratelimit.get_rates(app=app, action=action) if rate.per in known]
    return max((_left(request, rate, app, action, key) for rate in rates), default=0)


def _left(request, rate, app, action, key):
    history = cache.get(ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key), [])
    if len(history) < rate.amount:
        return 0
    return max(0, history[rate.amount - 1] + rate.duration - time.time())


def in_words(seconds):
    """When to try again, for the reader: "in 4 minutes", rounded up; the last of it in tens of seconds."""
    if seconds > 3600:
        hours = -int(-seconds // 3600)
        return ngettext("in %(count)s hour", "in %(count)s hours", hours) % {"count": format_number(hours)}
    if seconds > 50:
        minutes = -int(-seconds // 60)
        return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": format_number(minutes)}
    tens = max(10, -int(-seconds // 10) * 10)
    return ngettext("in %(count)s second", "in %(count)s seconds", tens) % {"count": format_number(tens)}


def too_many(request, exception=None):
    """The page of status 429, for every limit there is."""
    match = request.resolver_match
    app, action = LIMITS.get(match.view_name if match else "", ("", ""))
    left = seconds_left(request, action, app=app, key=request.POST.get("email", "").lower()) if action else 0
    when = in_words(left) if left else _("in a few minutes")
    response = render(request, "429.html", {"when": when}, status=429)
    response.headers["Retry-After"] = str(int(left) + 1 if left else 60)
    return response
