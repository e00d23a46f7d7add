"""What is asked about a field: its names, what it takes, when it is shown."""

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from crm.l10n.forms import NamedForm
from crm.records.fields.conditions import hangs_on
from crm.records.fields.kinds import KINDS
from crm.records.fields.queries import field_called, fields_of
from crm.setup.fields.options import OptionsField
from crm.tenants.models import Language
from crm.ui.custom import NO, YES, shown_value, stored_value, value_field

LONGEST_HINT = 200
IS = "="  # between a field and its value, in a choice of the condition


class FieldForm(NamedForm):
    """A field of `record_type` and of a kind; `thing` is the field that is changed."""

    ticks = ("required", "unique", "sortable")
    narrow = ("required", "unique", *(f"{what}_{code}" for code in Language.values for what in ("name", "hint")))

    hint = forms.CharField(label=gettext_lazy("Help text"), max_length=LONGEST_HINT, required=False)
    options = OptionsField(label=gettext_lazy("Choices"))
    required = forms.BooleanField(label=gettext_lazy("Must be filled in"), required=False)
    unique = forms.BooleanField(label=gettext_lazy("No two records may have the same value"), required=False)
    sortable = forms.BooleanField(
        label=gettext_lazy("Lists can be sorted by this field"), required=False,
        help_text=gettext_lazy("Five fields at most. What is more, less, before or after is then found faster, too."),
    )  # fmt: skip
    condition = forms.MultipleChoiceField(
        label=gettext_lazy("Shown only when"), required=False,
        widget=forms.SelectMultiple(attrs={"data-select": True}),
        help_text=gettext_lazy("Several values of one field may be chosen. Without any, it is always shown."),
    )  # fmt: skip

    def __init__(self, *args, record_type, kind, thing=None, **kwargs):
        self.record_type, self.kind = record_type, kind
        super().__init__(*args, thing=thing, initial=_now(thing), **kwargs)
        for code in Language.values:
            if code != self.language:
                language = get_language_info(code)["name_translated"]
                self.fields[f"hint_{code}"] = forms.CharField(
                    label=_("Help text in %(language)s") % {"language": language}, required=False,
                    max_length=LONGEST_HINT, widget=forms.TextInput(attrs={"lang": code}),
                )  # fmt: skip
        self.initial["hint"] = thing.hints.get(self.language, "") if thing else ""
        self._settle_options()
        self._offer_conditions()
        if not KINDS[kind].may_be_unique:
            del self.fields["unique"]
        if not KINDS[kind].slot:
            del self.fields["sortable"]
        self._ask_for_start()
        rest = ("options", "start", *self.ticks, "condition")
        first = [name for name in self.fields if name not in rest]
        self.order_fields([*first, *rest])

    def _settle_options(self):
        if not KINDS[self.kind].has_options:
            del self.fields["options"]
            return
        field = self.fields["options"]
        field.known = self.thing.options if self.thing else []
        field.widget.language, field.widget.several = self.language, self.kind == "choices"
        chosen = self.thing.default if self.thing else None
        chosen = chosen if isinstance(chosen, list) else [chosen]
        self.initial["options"] = [
            {"retired": False, **option, "chosen": option["key"] in chosen} for option in field.known
        ]

    def _ask_for_start(self):
        """The default. That of a choice is ticked among its options."""
        if self.kind in ("choice", "choices", "lines"):
            return
        now, said = self.thing.default if self.thing else None, {"label": _("Value at the start"), "required": False}
        if self.kind == "day":
            self.fields["start"] = forms.ChoiceField(
                choices=[("", _("None")), ("today", _("The day on which the record is made"))], initial=now, **said
            )
            return
        model = self.thing or _Of(self.kind)
        asked = value_field(model, None if now == "me" else now, help_text="", **said)
        if self.kind == "member":
            asked.choices = [("", "—"), ("me", _("Whoever makes the record")), *asked.choices[1:]]
            asked.members["me"] = "me"
        asked.initial = now if now == "me" else shown_value(model, now)
        self.fields["start"] = asked

    def _offer_conditions(self):
        choices = [("", "")]
        for name, label, values in controllers(self.record_type, besides=self.thing):
            told = [(f"{name}{IS}{value}", f"{label}: {word}") for value, word in values]
            choices += [(name, _("%(field)s: any value") % {"field": label}), *told]
        self.fields["condition"].choices = choices[1:]

    def clean_condition(self):
        """{"field", "values"}, or {}; "any value" takes in all others."""
        chosen = [one.partition(IS) for one in self.cleaned_data["condition"]]
        names = {name for name, _is, _value in chosen}
        if len(names) > 1:
            raise forms.ValidationError(_("Choose values of one field only."))
        if not chosen:
            return {}
        [name] = names
        other = field_called(name)
        if self.thing and other and self.thing.key in (name, *hangs_on(other)):
            raise forms.ValidationError(_("That field is itself shown only where this one has a value."))
        if any(not is_ for _name, is_, _value in chosen):
            return {"field": name, "values": []}
        is_yes = other is not None and other.kind == "yes"
        return {"field": name, "values": [{YES: True, NO: False}[v] if is_yes else v for _name, _is, v in chosen]}

    def values(self):
        """What add_field and change_field take."""
        cleaned = super().values()
        hints = {code: cleaned.pop(f"hint_{code}", "") for code in Language.values}
        hints[self.language] = cleaned.pop("hint")
        cleaned["hints"] = {code: text for code, text in hints.items() if text}
        start = cleaned.pop("start", "")
        if "options" in cleaned:
            chosen = [row["key"] for row in cleaned["options"] if row.pop("chosen") and not row["retired"]]
            cleaned["default"] = (chosen if self.kind == "choices" else next(iter(chosen), None)) or None
        elif start in ("", "me", "today", None):
            cleaned["default"] = start or None
        else:
            cleaned["default"] = stored_value(self.thing or _Of(self.kind), self.fields["start"], start)
        return cleaned

    def clean_options(self):
        rows = self.cleaned_data["options"]
        if self.kind == "choice" and sum(row["chosen"] for row in rows) > 1:
            raise forms.ValidationError(_("Only one choice can be the one at the start."))
        return rows


class _Of:
    """A field that is about to be made, as far as asking for a value of its kind goes."""

    hint, required, options = "", False, ()

    def __init__(self, kind):
        self.kind = kind

    def __str__(self):
        return ""

    @property
    def look(self):
        return KINDS[self.kind]


def _now(field):
    if field is None:
        return {}
    condition = field.condition
    said = [{True: YES, False: NO}.get(value, value) for value in condition.get("values", [])]
    chosen = [f"{condition['field']}{IS}{value}" for value in said] or [condition["field"]] if condition else []
    hints = {f"hint_{code}": text for code, text in field.hints.items()}
    ticked = {name: getattr(field, name) for name in FieldForm.ticks}
    return {**ticked, "condition": chosen, **hints}


def controllers(record_type, *, besides=None):
    """(name, label, [(value, word)]) of the fields on which it may depend whether another is shown."""
    form, model = record_type.resolve("form"), record_type.model_class
    for name in record_type.plain:
        words = [(value, label) for value, label in model._meta.get_field(name).flatchoices if value]
        yield name, form.base_fields[name].label, words
    for field in fields_of(record_type.key):
        if besides is None or field.pk != besides.pk:
            answers = [(YES, _("Yes")), (NO, _("No"))] if field.kind == "yes" else []
            yield field.key, str(field), list(field.labels(retired=False).items()) or answers
