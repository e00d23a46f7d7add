from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.lib.digits import to_latin
from crm.setup.workspaces import addresses, choices
from crm.tenants.models import Calendar, Digits, Language

WEEKDAYS = (
    (5, _("Saturday")), (6, _("Sunday")), (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")),
    (3, _("Thursday")), (4, _("Friday")),
)  # fmt: skip


class AddressField(forms.CharField):
    """A workspace's slug that nobody has and nobody may confuse with a page of ours."""

    def __init__(self, **kwargs):
        attrs = {"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
        kwargs = {"max_length": addresses.LONGEST, "widget": forms.TextInput(attrs=attrs)} | kwargs
        super().__init__(validators=[addresses.PATTERN], **kwargs)

    def to_python(self, value):
        return to_latin(super().to_python(value)).lower()

    def validate(self, value):
        super().validate(value)
        if value and not addresses.is_free(value):
            raise forms.ValidationError(_("This address is taken."), code="taken")


def search_select():
    """A long list that one types into, where the page loads the script for it."""
    return forms.Select(attrs={"data-select": True})


class HabitsForm(forms.Form):
    """How a firm counts: what a country proposes, and anybody may change."""

    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currency_choices, widget=search_select())
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=choices.time_zone_choices, widget=search_select())
    calendar = forms.ChoiceField(label=_("Calendar"), choices=Calendar.choices)
    digits = forms.ChoiceField(
        label=_("Digits"), required=False, choices=[("", _("As the language does")), *Digits.choices]
    )
    week_start = forms.TypedChoiceField(label=_("First day of the week"), coerce=int, choices=WEEKDAYS)
    phone_region = forms.ChoiceField(
        label=_("Country of phone numbers"), choices=choices.country_choices, widget=search_select(),
        help_text=_("Numbers written without a country code belong here."),
    )  # fmt: skip


class WorkspaceForm(HabitsForm):
    """A new workspace."""

    name = forms.CharField(label=_("Name of the firm"), max_length=120)
    slug = AddressField(label=_("Address"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    country = forms.ChoiceField(label=_("Country"), choices=choices.country_choices)
    pack = forms.ChoiceField(
        label=_("What your firm does"), widget=forms.RadioSelect,
        choices=lambda: [(key, pack["label"]) for key, pack in settings.PACKS.items()],
    )  # fmt: skip
    habits = tuple(HabitsForm.base_fields)

    def habit_fields(self):
        return [self[name] for name in self.habits]
