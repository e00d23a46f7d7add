"""One form for each kind of step. `given(params)` is what it shows of a step, `params()` what it makes of one."""

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from crm.access.fields import hidden_fields
from crm.activities.models import Task
from crm.documents.queries import templates_for
from crm.l10n.fields import NumberField
from crm.notify.wording import in_language
from crm.records.fields.queries import field_called, fields_of
from crm.tenants.models import Language
from sales.pipelines.models import Stage

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
LONGEST_TEXT = 300
MOST = 999


class StepForm(forms.Form):
    """`written` names the field that is in the workspace's language and may be translated, `dated` the one that names a
    date of the deal: also one of the workspace's own fields, unless the member's role hides it."""

    written = dated = ""
    narrow = ()  # fields that share a line

    def __init__(self, *args, language, recipients, member, given=None, **kwargs):
        self.language, self.was = language, given or {}
        super().__init__(*args, initial=self.given(given) if given else {}, **kwargs)
        if "recipient" in self.fields:
            self.fields["recipient"].choices = recipients.choices()
        if self.written:
            self._translate()
        if self.dated:
            asked, kept = self.fields[self.dated], self.initial.get(self.dated)
            asked.choices = [*asked.choices, *_own_dates(member, kept)]

    def _translate(self):
        for code in Language.values:
            if code != self.language:
                name = get_language_info(code)["name_translated"]
                self.fields[f"{self.written}_{code}"] = forms.CharField(
                    label=_("The same in %(language)s") % {"language": name}, required=False, max_length=LONGEST_TEXT,
                    widget=forms.TextInput(attrs={"lang": code}),
                )  # fmt: skip

    def given(self, params):
        raise NotImplementedError

    def params(self):
        raise NotImplementedError

    def _texts_now(self, params):
        """The text field's initial values from a text, or from texts by language."""
        value = params.get(self.written, "")
        if not isinstance(value, dict):
            return {self.written: value}
        own = value.get(self.language) or in_language(value)
        return {self.written: own, **{f"{self.written}_{code}": text for code, text in value.items()}}

    def _texts(self):
        """A plain text, or texts by language where there are translations; the workspace's own first."""
        own = self.cleaned_data[self.written]
        others = {code: text for code in Language.values if (text := self.cleaned_data.get(f"{self.written}_{code}"))}
        return {self.language: own, **others} if others else own


class TaskForm(StepForm):
    written, dated = "subject", "since"
    narrow = ("kind", "recipient", "amount", "unit")

    subject = forms.CharField(label=gettext_lazy("What is to be done"), max_length=LONGEST_TEXT)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Task.Kind)
    recipient = forms.ChoiceField(label=gettext_lazy("For whom"))
    amount = NumberField(label=gettext_lazy("Due"), decimals=0, min_value=0, max_value=MOST, initial=1)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), initial="days",
        choices=[
            ("minutes", gettext_lazy("minutes")), ("hours", gettext_lazy("hours")), ("days", gettext_lazy("days")),
        ],
    )  # fmt: skip
    since = forms.ChoiceField(
        label=gettext_lazy("Counted from"), required=False,
        choices=[
            ("", gettext_lazy("entering the stage")),
            (Stage.Asks.VISIT, gettext_lazy("the visit")),
            (Stage.Asks.DELIVERY, gettext_lazy("the day of delivery")),
        ],
    )  # fmt: skip
    working = forms.BooleanField(label=gettext_lazy("Counted in working time"), required=False)
    body = forms.CharField(
        label=gettext_lazy("Details"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def given(self, params):
        due = params.get("due", {})
        amount, unit = in_units(due.get("minutes", 0))
        return {
            **self._texts_now(params), "kind": params.get("kind"), "recipient": params.get("recipient"),
            "amount": amount, "unit": unit, "since": due.get("field", ""), "working": due.get("working", False),
            "body": in_language(params.get("body", "")),
        }  # fmt: skip

    def params(self):
        cleaned = self.cleaned_data
        due = {"minutes": cleaned["amount"] * UNITS[cleaned["unit"]]}
        if cleaned["since"]:
            due["field"] = cleaned["since"]
        if cleaned["working"]:
            due["working"] = True
        return {
            "subject": self._texts(), "kind": cleaned["kind"], "recipient": cleaned["recipient"], "due": due,
            "body": self._body(),
        }  # fmt: skip

    def _body(self):
        """As it was, in all its languages, unless it was rewritten."""
        before = self.was.get("body", "")
        return before if in_language(before) == self.cleaned_data["body"] else self.cleaned_data["body"]


class DocumentForm(StepForm):
    template = forms.ModelChoiceField(None, label=gettext_lazy("Template"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for("deal")

    def given(self, params):
        return {"template": params.get("template")}

    def params(self):
        return {"template": self.cleaned_data["template"].pk}


class NoticeForm(StepForm):
    written, dated = "text", "field"

    recipient = forms.ChoiceField(label=gettext_lazy("Whom to tell"))
    text = forms.CharField(
        label=gettext_lazy("What they are told"), max_length=LONGEST_TEXT,
        help_text=gettext_lazy("{record} stands for the deal’s title, {date} for the date below."),
    )  # fmt: skip
    field = forms.ChoiceField(
        label=gettext_lazy("Date to name"), required=False,
        choices=[
            ("", gettext_lazy("None")),
            (Stage.Asks.VISIT, gettext_lazy("The visit")),
            (Stage.Asks.DELIVERY, gettext_lazy("The day of delivery")),
        ],
    )  # fmt: skip

    def given(self, params):
        return {**self._texts_now(params), "recipient": params.get("recipient"), "field": params.get("field", "")}

    def params(self):
        made = {"recipient": self.cleaned_data["recipient"], "text": self._texts()}
        return made | {"field": self.cleaned_data["field"]} if self.cleaned_data["field"] else made


KINDS = {"create_task": TaskForm, "make_document": DocumentForm, "notify": NoticeForm}


def _own_dates(member, kept):
    """(name, words) of the days among the workspace's own fields of deals; one that a step names already stays."""
    hidden, known = hidden_fields(member, "deal"), field_called(kept)
    days = [field for field in fields_of("deal") if field.kind == "day" and field.key not in hidden - {kept}]
    return [(field.key, str(field)) for field in (*days, *([known] if known and known not in days else []))]


def in_units(minutes):
    """(amount, unit) in the largest unit that says it in a whole number."""
    unit = next((name for name in ("days", "hours") if minutes and not minutes % UNITS[name]), "minutes")
    return minutes // UNITS[unit], unit
