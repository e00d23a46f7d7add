"""The form a visitor fills in, built from its declaration, and the form an admin shapes it with."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.access.models import Team
from crm.l10n.fields import NumberField
from crm.lib.phones import PhoneError, parse
from crm.records.fields.conditions import fulfilled, hangs_on
from crm.records.fields.kinds import NOTHING
from crm.records.fields.values import default_of
from crm.tenants.models import Language
from crm.ui.custom import shown_value, stored_value, told_condition, value_field
from marketing.webforms.customs import askable, choices
from marketing.webforms.models import ALWAYS_ASKED, FIELDS, WebForm
from sales.pipelines.models import Pipeline

LONGEST = {"message": 4000, "address": 500}
LONGEST_PAGE = 500
AUTOCOMPLETE = {"name": "name", "phone": "tel", "email": "email", "city": "address-level2", "address": "street-address"}


class PageField(forms.CharField):
    """Where the form stood, as far as it fits. The visitor never sees it, so it is never their mistake."""

    def clean(self, value):
        return (value or "").replace("\0", "")[:LONGEST_PAGE]


class VisitorForm(forms.Form):
    """What a visitor sees. `homepage` is a trap: people never see it, robots fill it in."""

    homepage = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    page = PageField(required=False)

    def __init__(self, *args, web_form, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.region = region
        for name in FIELDS:
            if name in web_form.fields:
                self.fields[name] = self._field(name)
        self.custom = {name: field for name, field in askable().items() if name in web_form.fields}
        for name, field in self.custom.items():
            self.fields[name] = self._custom_field(field)

    def _field(self, name):
        attrs = {"autocomplete": AUTOCOMPLETE.get(name, "off"), "class": "form-control", "dir": "auto"}
        widget = forms.Textarea(attrs={**attrs, "rows": 4}) if name == "message" else forms.TextInput(attrs=attrs)
        if name in ("phone", "email"):
            widget.attrs |= {"dir": "ltr", "inputmode": "tel" if name == "phone" else "email"}
        kind = forms.EmailField if name == "email" else forms.CharField
        return kind(label=FIELDS[name], widget=widget, required=name in ALWAYS_ASKED, max_length=LONGEST.get(name, 200))

    def _custom_field(self, field):
        asked = value_field(field)
        asked.initial = shown_value(field, default_of(field, None))
        if field.condition:
            asked.widget.attrs["data-when"] = told_condition(field)
        return asked

    def asked(self):
        """The fields to show, without the trap."""
        return [self[name] for name in self.fields if name not in ("homepage", "page")]

    def clean_phone(self):
        try:
            return parse(self.cleaned_data["phone"], self.region)
        except PhoneError:
            raise ValidationError(_("This is not a phone number we can call. Check its digits.")) from None

    def clean(self):
        """What is not to be shown is not asked for. What hangs on a field that this form has not is asked always."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.custom.items():
            if self.fields.keys() >= set(hangs_on(field)) and not fulfilled(field, self._said):
                self.errors.pop(name, None)
                cleaned[name] = None
        return cleaned

    def _said(self, name):
        value = self.cleaned_data.get(name)
        return stored_value(self.custom[name], self.fields[name], value) if name in self.custom else value

    def answers(self):
        """{name: what is kept of a request}; of the workspace's own fields stored values of those that have one."""
        standard = {name: self.cleaned_data[name] for name in FIELDS if name in self.fields}
        custom = {name: self._said(name) for name in self.custom}
        return standard | {name: value for name, value in custom.items() if value not in NOTHING}

    @property
    def is_trapped(self):
        return bool(self.data.get("homepage"))


class WebFormForm(forms.ModelForm):
    fields_asked = forms.MultipleChoiceField(
        label=_("Also ask for"),
        choices=[(name, label) for name, label in FIELDS.items() if name not in ALWAYS_ASKED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    custom_asked = forms.MultipleChoiceField(
        label=_("Your own fields"),
        help_text=_("An answer lands on the person or the deal. Names and choices stand in the form’s language."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    callback_minutes = NumberField(label=_("Call back within, minutes"), decimals=0)

    class Meta:
        model = WebForm
        fields = ("name", "language", "title", "intro", "button", "thanks", "source", "pipeline", "team",
                  "callback_minutes", "active")  # fmt: skip
        labels = {
            "name": _("Name, for colleagues"),
            "language": _("Language of the form"),
            "title": _("Heading"),
            "intro": _("Sentence under the heading"),
            "button": _("Words on the button"),
            "thanks": _("Words after sending"),
            "source": _("Source written on the deal"),
            "pipeline": _("Pipeline"),
            "team": _("Team that takes turns"),
            "active": _("Takes requests"),
        }
        widgets = {name: forms.TextInput(attrs={"dir": "auto"}) for name in ("name", "title", "button", "source")} | {
            name: forms.Textarea(attrs={"rows": 2, "dir": "auto"}) for name in ("intro", "thanks")
        }

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer_custom(choices(member))
        pipeline = self.fields["pipeline"]
        pipeline.queryset = Pipeline.objects.order_by("position")
        pipeline.empty_label, pipeline.initial = None, pipeline.queryset.first()
        self.fields["language"].choices = Language.choices
        self.fields["team"].queryset = Team.objects.all()
        self.fields["team"].empty_label = _("Everyone who sells")
        if self.instance.pk:
            self.fields["fields_asked"].initial = self.instance.fields

    def _offer_custom(self, offered):
        """What another member has put on the form, and this one may not see, stays there."""
        names = [name for name, _words in offered]
        self.unseen = [name for name in self.instance.fields if name not in FIELDS and name not in names]
        self.fields["custom_asked"].choices = offered
        self.initial["custom_asked"] = [name for name in self.instance.fields if name in names]
        if not offered:
            del self.fields["custom_asked"]

    def place_fields(self):
        return [self[name] for name in ("name", "source", "pipeline", "team", "callback_minutes", "active")]

    def word_fields(self):
        return [self[name] for name in ("language", "title", "intro", "button", "thanks")]

    def clean_callback_minutes(self):
        minutes = self.cleaned_data["callback_minutes"]
        if not 1 <= minutes <= 10_080:
            raise ValidationError(_("Between 1 minute and 7 days (10,080 minutes)."))
        return minutes

    def values(self):
        """Keyword arguments for the actions."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        chosen = {*ALWAYS_ASKED, *self.cleaned_data["fields_asked"]}
        custom = {*self.cleaned_data.get("custom_asked", ()), *self.unseen}
        own = [
            *(name for name in askable() if name in custom),
            *(name for name in self.unseen if name not in askable()),
        ]
        return values | {"fields": [*(name for name in FIELDS if name in chosen), *own]}
