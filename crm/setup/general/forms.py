from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.l10n.fields import AnniversaryField
from crm.l10n.numbers import format_number
from crm.setup.workspaces import choices
from crm.setup.workspaces.forms import HabitsForm, search_select
from crm.tenants.models import Language

BIN_DAYS = (7, 30, 60, 90, 180, 365)


def bin_choices():
    days = [
        (days, ngettext("%(count)s day", "%(count)s days", days) % {"count": format_number(days)}) for days in BIN_DAYS
    ]
    return [*days, (0, _("Until somebody deletes them for good"))]


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

    fiscal_start = AnniversaryField(
        label=_("The fiscal year begins on"), required=False,
        help_text=_("A day and a month of any calendar. Empty: with the calendar’s own year."),
    )  # fmt: skip

    bin_days = forms.TypedChoiceField(
        label=_("Deleted records are kept"), coerce=int, choices=bin_choices,
        help_text=_("In the recycle bin, from where they can be brought back. After that they go for good."),
    )  # fmt: skip

    firm = ("name", "address", "payment_details")
    place = ("language", "country", "phone_region", "currency")
    time = ("time_zone", "calendar", "week_start", "digits", "fiscal_start")
    upkeep = ("bin_days",)

    def firm_fields(self):
        return [self[name] for name in self.firm]

    def place_fields(self):
        return [self[name] for name in self.place]

    def upkeep_fields(self):
        return [self[name] for name in self.upkeep]

    def time_fields(self):
        return [self[name] for name in self.time]
