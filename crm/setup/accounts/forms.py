"""allauth's forms in our words: labels instead of placeholders, and each new password typed once."""

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

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
