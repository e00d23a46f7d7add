"""allauth's forms in our words: labels instead of placeholders, and each new password typed once."""

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

from crm.lib.digits import to_latin

PASSWORD_HINT = _("At least 10 characters, and not one that is easy to guess.")


class Plain:
    """No placeholders: the label says it. A new password is typed once, and can be looked at."""

    labels = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = PASSWORD_HINT if name == "password1" else ""


class LoginForm(Plain, allauth.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password"), "remember": _("Keep me signed in on this device")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remember"].initial = True
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Plain, allauth.SignupForm):
    labels = {"email": _("Work e-mail"), "password1": _("Password")}
    field_order = ["name", "email", "password1"]
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ResetPasswordForm(Plain, allauth.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordFromKeyForm(Plain, allauth.ResetPasswordKeyForm):
    labels = {"password1": _("New password")}


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), "password1": _("New password")}


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    labels = {"password1": _("New password")}


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeField(forms.CharField):
    """A code from a mail, an app or a list, in whatever digits and with spaces as it was shown."""

    def __init__(self):
        attrs = {"dir": "ltr", "inputmode": "numeric", "autofocus": True, "autocomplete": "one-time-code"}
        super().__init__(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=attrs))

    def to_python(self, value):
        return "".join(to_latin(super().to_python(value)).split())


class Typed(Plain):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField()


class ConfirmEmailVerificationCodeForm(Typed, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ActivateTotpForm(Typed, totp.ActivateTOTPForm):
    pass


class AuthenticateForm(Typed, second.AuthenticateForm):
    """A code of the app, or one of the recovery codes."""


class SecondReauthenticateForm(Typed, second.ReauthenticateForm):
    pass


class Answered(Plain):
    """What a device answered, by way of a script: a payload that no device writes is refused like a wrong one."""

    def full_clean(self):
        try:
            super().full_clean()
        except (AttributeError, KeyError, TypeError, ValueError):  # from the depths of fido2
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class AddPasskeyForm(Answered, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name of the passkey")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=self.labels["name"], required=False, max_length=100)
        self.fields.pop("passwordless", None)  # every passkey opens the account by itself


class LoginPasskeyForm(Answered, webauthn.LoginWebAuthnForm):
    pass


class AuthenticatePasskeyForm(Answered, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Answered, webauthn.ReauthenticateWebAuthnForm):
    pass


class EditPasskeyForm(Plain, webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=AddPasskeyForm.labels["name"], max_length=100)


class CompanySignupForm(Plain, social.SignupForm):
    """What the company account did not say, or what is taken here already."""

    labels = {"email": _("Work e-mail")}
    field_order = ["name", "email"]
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
