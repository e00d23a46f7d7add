"""The two forms of a customer's name, as forms ask for them and files bring them."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from crm.l10n.names import ARABIC_SCRIPT
from crm.lib.text import is_arabic
from crm.records.types import Column, ImportField
from crm.ui.forms import RecordForm

LONGEST = 200
LABEL = gettext_lazy("Name in the other script")
OTHER_NAME = Column(name="other_name", label=LABEL, edit="other_name")

IMPORTED = ImportField(
    name="other_name", label=LABEL, instead=("name", "given_name", "family_name"),
    aliases=("other name", "english name", "name in english", "name english", "name en", "latin name",
             "name in latin letters", "arabic name", "name in arabic", "name arabic", "name ar", "persian name",
             "name in persian", "farsi name", "الاسم بالإنجليزية", "الاسم بالانجليزي", "الاسم الإنجليزي",
             "الاسم اللاتيني", "الاسم بالحروف اللاتينية", "الاسم بالعربية", "الاسم بالعربي", "الاسم العربي",
             "نام انگلیسی", "نام به انگلیسی", "نام لاتین", "نام به لاتین", "نام فارسی", "نام به فارسی", "نام عربی"),
)  # fmt: skip


class OtherNameField(forms.CharField):
    def __init__(self):
        super().__init__(label=LABEL, max_length=LONGEST, required=False)


class TwoNamesForm(RecordForm):
    """A form with `name` and `other_name`, which is called after the script that the name is not in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "other_name" in self.fields:
            name = self["name"].value() if "name" in self.fields else getattr(self.record, "name", "")
            arabic = is_arabic(name) if name else get_language() in ARABIC_SCRIPT
            self.fields["other_name"].label = _("Name in Latin letters") if arabic else _("Name in Arabic script")

    def clean(self):
        cleaned = super().clean()
        asked = [field for field in ("other_name", "name") if field in self.fields]
        name, other = (cleaned.get(field, getattr(self.record, field, "")) for field in ("name", "other_name"))
        if asked and name and other and is_arabic(name) == is_arabic(other):
            self.add_error(asked[0], _("Both names are in the same script. Write one of them in the other."))
        return cleaned


def other_form(name, forms_of_it):
    """Of the forms that a row gives the one that is not in the script of `name`; "" when there is none."""
    return next((form for form in forms_of_it if form and is_arabic(form) != is_arabic(name)), "")


def unplaced(name, row):
    """What a row calls its name in the other script and is in the same: a list of such texts."""
    other = row.values.get("other_name", "")
    return [other] if other and other != name and not other_form(name, [other]) else []
