"""Signing in with the company's own accounts: any OpenID Connect provider that the environment names."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class CompanyAccounts(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("This address has an account already. Sign in to it first. (%s)"),
        "invalid_token": _("The company account was not accepted."),
    }

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        whole = " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        user.name = (data.get("name") or whole or "")[:200]
        user.email = (user.email or "").lower()
        user.language = get_language() or ""
        return user

    def get_signup_form_initial_data(self, sociallogin):
        return super().get_signup_form_initial_data(sociallogin) | {"name": sociallogin.user.name}


def company_name():
    """What the button says: the configured name; None when no provider is configured."""
    return (settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] or [{"name": None}])[0]["name"]
