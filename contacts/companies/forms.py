"""The form of a company."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy

from contacts.names import OtherNameField, TwoNamesForm
from contacts.sources import SourceInput
from crm.l10n.fields import NumberField, PhoneField
from crm.ui.fields import MemberField, TagsField


class WebsiteField(forms.CharField):
    """An address on the web; https unless another scheme is written."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def to_python(self, value):
        value = super().to_python(value)
        return f"https://{value}" if value and "://" not in value else value


class CompanyForm(TwoNamesForm):
    key = "company"
    wide = ("address", "tags", "note")
    brief = ("name", "phone", "email", "website", "city", "industry", "owner", "note")

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    other_name = OtherNameField()
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), required=False, max_length=254)
    website = WebsiteField(
        label=gettext_lazy("Website"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    city = forms.CharField(label=gettext_lazy("City"), max_length=100, required=False)
    industry = forms.CharField(label=gettext_lazy("Industry"), max_length=100, required=False)
    size = NumberField(
        label=gettext_lazy("Number of people"), decimals=0, min_value=1, max_value=10_000_000, required=False
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=100, required=False, widget=SourceInput)
    owner = MemberField(label=gettext_lazy("Owner"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    tags = TagsField(label=gettext_lazy("Tags"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_size(self):
        size = self.cleaned_data["size"]
        return None if size is None else int(size)
