"""What people fill in: which document, a mail with it, and the templates themselves."""

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.documents import liquid, placeholders
from crm.documents.faults import TemplateFault
from crm.l10n.forms import NamedForm
from crm.tenants.models import Language


class DocumentForm(forms.Form):
    """Which template, and in which language: by default the correspondent's."""

    template = forms.ModelChoiceField(queryset=None, empty_label=None, label=gettext_lazy("Template"))
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))

    def __init__(self, *args, templates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates
        self.fields["language"].choices = [("", _("The customer’s language")), *Language.choices]

    def clean(self):
        template, language = self.cleaned_data.get("template"), self.cleaned_data.get("language")
        if template and language and language not in template.languages:
            self.add_error("language", _("This template is not written in that language."))


class MailForm(forms.Form):
    to = forms.EmailField(label=gettext_lazy("To"))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    body = forms.CharField(label=gettext_lazy("Message"), widget=forms.Textarea(attrs={"rows": 9}))
    signed = forms.BooleanField(label=gettext_lazy("With your signature"), required=False, initial=True)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signed"].help_text = linebreaksbr(member.signature)
        if not member.signature:
            del self.fields["signed"]


class TemplateForm(NamedForm):
    """A template: its names for colleagues, and in each language a title and a source; at least one is written."""

    active = forms.BooleanField(required=False, initial=True, label=gettext_lazy("In use"))

    def __init__(self, *args, record_type, thing=None, **kwargs):
        self.known = placeholders.available(record_type)
        super().__init__(*args, thing=thing, initial=_written(thing) if thing else None, **kwargs)
        for language in Language.values:
            self.fields[f"title_{language}"] = forms.CharField(
                required=False,
                label=_("Title on the document"),
                max_length=120,
                widget=forms.TextInput(attrs={"lang": language}),
            )
            self.fields[f"source_{language}"] = forms.CharField(
                required=False, strip=False, label=_("Text"), max_length=liquid.LONGEST_SOURCE, widget=_editor(language)
            )

    def clean(self):
        bodies = self.bodies()
        for language, body in bodies.items():
            try:
                liquid.parse(body["source"], self.known)
            except TemplateFault as fault:
                self.add_error(f"source_{language}", str(fault))
        if not bodies:
            self.add_error(None, _("Write the text in one language at least."))

    def values(self):
        """What actions take: name, names, active and bodies."""
        said = super().values()
        return {"name": said["name"], "names": said["names"], "active": said["active"], "bodies": self.bodies()}

    def bodies(self):
        """{language: {"title", "source"}} of the languages that something is written in."""
        values = self.cleaned_data
        return {
            language: {"title": values.get(f"title_{language}", ""), "source": values[f"source_{language}"]}
            for language in Language.values
            if values.get(f"source_{language}", "").strip()
        }

    def naming(self):
        """The fields of its names: in the workspace's language, then in the others."""
        return [self[name] for name in ("name", *(f"name_{code}" for code in Language.values)) if name in self.fields]

    def languages(self):
        """(code, name, title field, source field) for the editor's parts."""
        return [(code, name, self[f"title_{code}"], self[f"source_{code}"]) for code, name in Language.choices]

    def first_language(self, preferred):
        """The part that is shown first: one with a fault, else one that is written, else the reader's."""
        wrong = [code for code in Language.values if f"source_{code}" in self.errors]
        written = [code for code in (preferred, *Language.values) if (self[f"source_{code}"].value() or "").strip()]
        return next(iter([*wrong, *written, preferred]))


def _written(template):
    values = {"active": template.active}
    for language, body in template.bodies.items():
        values |= {f"title_{language}": body.get("title", ""), f"source_{language}": body.get("source", "")}
    return values


def _editor(language):
    attrs = {"rows": 22, "dir": "ltr", "spellcheck": "false", "class": "wl-code", "lang": language}
    return forms.Textarea(attrs=attrs)
