"""A form for what is not to be done by whoever finds a screen unlocked."""

from django import forms
from django.utils.timezone import now, timedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RECENTLY = timedelta(minutes=10)


class ProofForm(forms.Form):
    """Proof that it is really the member who sits here: the password, or of a company account a fresh sign-in."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():  # signs in with a company account: then that has to be fresh
            del self.fields["password"]

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]

    def clean(self):
        if "password" not in self.fields and not self._fresh():
            raise forms.ValidationError(_("Sign out and in again first: your sign-in is too old for this."))
        return super().clean()

    def _fresh(self):
        return self.user.last_login and now() - self.user.last_login < RECENTLY
