"""The form of a person."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.names import OtherNameField, TwoNamesForm
from contacts.people.models import Contact
from contacts.sources import SourceInput
from crm.l10n.fields import DateField, PhoneField
from crm.l10n.state import current
from crm.lib import phones
from crm.tenants.models import Language
from crm.ui.fields import MemberField, RecordField, TagsField


class PointsField(forms.CharField):
    """Further phones and mails, one a line; kept as E.164 and in lower case."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}), max_length=400, **kwargs)

    def to_python(self, value):
        lines = [line.strip() for line in re.split(r"[\n;؛]", super().to_python(value) or "") if line.strip()]
        return "\n".join(self._normal(line) for line in lines)

    def _normal(self, line):
        try:
            if "@" in line:
                validate_email(line)
                return line.lower()
            return phones.parse(line, current().phone_region)
        except (ValidationError, phones.PhoneError) as error:
            raise ValidationError(_("“%(line)s” is neither a phone number nor an e-mail.") % {"line": line}) from error


class ContactForm(TwoNamesForm):
    key = "contact"
    wide = ("other_points", "company", "address", "tags", "note")
    brief = ("name", "phone", "email", "company", "kind", "source", "city", "owner", "note")

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=200)
    other_name = OtherNameField()
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), required=False, max_length=254)
    company = RecordField("company", label=gettext_lazy("Company"), creatable=True, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=Contact.Kind.choices, initial=Contact.Kind.PROSPECT)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=100, required=False, widget=SourceInput)
    city = forms.CharField(label=gettext_lazy("City"), max_length=100, required=False)
    owner = MemberField(label=gettext_lazy("Owner"), required=False)
    tags = TagsField(label=gettext_lazy("Tags"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    address = forms.CharField(
        label=gettext_lazy("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    other_points = PointsField(
        label=gettext_lazy("Other phones and emails"), required=False, help_text=gettext_lazy("One a line.")
    )
    birthday = DateField(label=gettext_lazy("Birthday"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=[("", "—"), *Language.choices], required=False)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_phone(self):
        return self.cleaned_data["phone"] or ""
