from django import forms
from django.utils.translation import gettext_lazy as _

from crm.setup.workspaces import choices
from crm.setup.workspaces.forms import HabitsForm, search_select
from crm.tenants.models import Language


class GeneralForm(HabitsForm):
    name = forms.CharField(label=_("Name of the firm"), max_length=120)
    address = forms.CharField(
        label=_("Postal address"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on documents."),
    )  # fmt: skip
    payment_details = forms.CharField(
        label=_("Payment details"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bank, account, IBAN: what a customer needs to pay. Stands on documents."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices,
        help_text=_("Of documents and public pages, and of members who chose none."),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=choices.country_choices, widget=search_select())

    firm = ("name", "address", "payment_details")
    place = ("language", "country", "phone_region", "currency")
    time = ("time_zone", "calendar", "week_start", "digits")

    def firm_fields(self):
        return [self[name] for name in self.firm]

    def place_fields(self):
        return [self[name] for name in self.place]

    def time_fields(self):
        return [self[name] for name in self.time]
