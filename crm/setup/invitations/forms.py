from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from crm.access.models import Team
from crm.setup.accounts.forms import PASSWORD_HINT
from crm.setup.authority import roles_in_reach
from crm.tenants.models import Language, User


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ModelChoiceField(queryset=None, label=_("Role"), empty_label=None)
    team = forms.ModelChoiceField(queryset=None, label=_("Team"), required=False, empty_label=_("No team"))
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("Of the mail, and of Wasl for the new member.")
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles_in_reach(member)
        self.fields["team"].queryset = Team.objects.all()


class JoinForm(forms.Form):
    """An account for the address that the invitation went to."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=512, help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self):
        validate_password(self.cleaned_data["password"], User(email=self.email, name=self.data.get("name", "")))
        return self.cleaned_data["password"]
