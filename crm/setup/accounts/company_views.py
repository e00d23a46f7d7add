"""Off to the company's own sign-in page, and back with what it says about somebody."""

import requests
from allauth.core.internal.ratelimit import consume_or_429
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.access.guard import public


class Verified(OpenIDConnectOAuth2Adapter):
    """Believes an id token by its signature, and userinfo only about the same person.

    allauth skips the signature where the token came straight from the provider over TLS, as the standard allows; but
    an installation may reach its provider inside a network without TLS.
    """

    def _decode_id_token(self, app, id_token):
        self.did_fetch_access_token = False
        self.subject = super()._decode_id_token(app, id_token)
        return self.subject

    def complete_login(self, request, app, token, **kwargs):
        login = super().complete_login(request, app, token, **kwargs)
        if "id_token" not in kwargs["response"] or login.account.uid != str(self.subject["sub"]):
            raise OAuth2Error("userinfo and id token speak of different people")
        return login


@public
@require_safe
def company_login(request, provider_id):
    """To the provider; said plainly when it does not answer."""
    return _ask(request, provider_id, OAuth2LoginView)


@public
@require_safe
def company_callback(request, provider_id):
    """Back from the provider, with a code that only we can redeem."""
    return _ask(request, provider_id, OAuth2CallbackView)


def _ask(request, provider_id, view):
    if refusal := consume_or_429(request, app="allauth.account", action="oidc", limit_get=True):
        return refusal
    try:
        return view.adapter_view(Verified(request, provider_id))(request)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
    except (requests.RequestException, KeyError, ValueError):  # down, or answering with something else
        return render(request, "socialaccount/authentication_error.html", {"unreachable": True}, status=502)
