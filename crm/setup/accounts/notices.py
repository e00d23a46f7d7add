"""What the owner of an account is told by mail when something that opens it has changed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Notice:
    title: str | Promise
    words: str | Promise


_PASSWORD = Notice(_("Your password was changed"), _("The password was changed. All other devices were signed out."))

# by the name that allauth gives the occasion
NOTICES = {
    "account/email/password_changed": _PASSWORD,
    "account/email/password_set": _PASSWORD,
    "account/email/password_reset": _PASSWORD,
    "account/email/email_changed": Notice(_("Your address was changed"), _("The e-mail address was changed.")),
    "mfa/email/totp_activated": Notice(
        _("An authenticator app was set up"), _("Signing in asks for a code of the app from now on.")
    ),
    "mfa/email/totp_deactivated": Notice(
        _("The authenticator app was switched off"), _("Signing in no longer asks for a code of the app.")
    ),
    "mfa/email/webauthn_added": Notice(_("A passkey was added"), _("A new passkey opens the account from now on.")),
    "mfa/email/webauthn_removed": Notice(_("A passkey was removed"), _("It no longer opens the account.")),
    "mfa/email/recovery_codes_generated": Notice(
        _("New recovery codes were made"), _("The old recovery codes no longer work.")
    ),
    "socialaccount/email/account_connected": Notice(
        _("A company account was connected"), _("One can sign in with the company account from now on.")
    ),
    "socialaccount/email/account_disconnected": Notice(
        _("A company account was disconnected"), _("The company account no longer opens this account.")
    ),
}
