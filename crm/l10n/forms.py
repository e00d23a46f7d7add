"""A form for things with a name in up to three languages (crm.l10n.names.Named)."""

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from crm.tenants.models import Language

LONGEST = 80


class NamedForm(forms.Form):
    """A name in the workspace's language, and translations for those who read another. `thing` is what has one."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)

    def __init__(self, *args, language, thing=None, initial=None, **kwargs):
        self.language, self.thing = language, thing
        super().__init__(*args, initial={**self._names_now(), **(initial or {})}, **kwargs)
        translations = {f"name_{code}": self._translation(code) for code in Language.values if code != language}
        self.fields = {"name": self.fields.pop("name"), **translations, **self.fields}

    def _names_now(self):
        if self.thing is None:
            return {}
        return {"name": self.thing.name, **{f"name_{code}": name for code, name in self.thing.names.items()}}

    def _translation(self, code):
        label = _("Name in %(language)s") % {"language": get_language_info(code)["name_translated"]}
        return forms.CharField(
            label=label, max_length=LONGEST, required=False, widget=forms.TextInput(attrs={"lang": code})
        )

    def values(self):
        """name and names as actions take them, and the other fields by their own names."""
        cleaned = dict(self.cleaned_data)
        translated = {code: cleaned.pop(f"name_{code}", "") for code in Language.values}
        names = {self.language: cleaned["name"], **{code: name for code, name in translated.items() if name}}
        return {**cleaned, "names": names}
