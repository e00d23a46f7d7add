from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.api.models import Token

NEVER = "never"
LIVES = [
    ("30", _("In a month")),
    ("90", _("In three months")),
    ("365", _("In a year")),
    (NEVER, _("Only when it is revoked")),
]


class TokenForm(forms.Form):
    wide = ("name", "scope")

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("The program that will use it: one token for each.")
    )
    scope = forms.ChoiceField(
        label=_("It may"), choices=Token.Scope.choices, widget=forms.RadioSelect, initial=Token.Scope.READ
    )
    days = forms.ChoiceField(label=_("Expires"), choices=LIVES, initial="90")

    def expires_at(self):
        days = self.cleaned_data["days"]
        return None if days == NEVER else timezone.now() + timedelta(days=int(days))
