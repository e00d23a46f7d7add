from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.access.authority import roles_in_reach
from crm.access.models import Team
from crm.l10n.numbers import format_number
from crm.setup.accounts.forms import PASSWORD_HINT
from crm.setup.invitations.addresses import read_addresses
from crm.tenants.models import Language, User

MOST = 100


class AddressesField(forms.CharField):
    """A pasted list of people: [addresses.Entry]. Those that are no addresses are in it too, with the reason."""

    widget = forms.Textarea(
        attrs={"rows": 4, "dir": "auto", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
    )

    def clean(self, value):
        entries = read_addresses(super().clean(value))
        if not entries:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(entries) > MOST:
            text = ngettext("At most %(count)s address at once.", "At most %(count)s addresses at once.", MOST)
            raise forms.ValidationError(text % {"count": format_number(MOST)})
        return entries


class InviteForm(forms.Form):
    emails = AddressesField(
        label=_("E-mail addresses"), max_length=20_000,
        help_text=_("One or many: a line each, or with commas between. Names may stand beside them."),
    )  # fmt: skip
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

    def leave_out(self, refused):
        """Show the form again with those who could not be invited, and why: [(entry, reason)]."""
        self.data = self.data.copy()
        self.data["emails"] = "\n".join(entry.text for entry, _reason in refused)
        for entry, reason in refused:
            words = {"text": entry.text, "reason": reason}
            self.add_error("emails", format_html("<bdi>{text}</bdi> · {reason}", **words))


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
