"""Forms of deals: the deal itself, and the questions that a move may raise."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.l10n.fields import DateField, DateTimeField, MoneyField
from crm.l10n.money import format_amount, unit_name
from crm.l10n.state import current
from crm.ui.fields import MemberField, RecordField, TagsField
from crm.ui.forms import RecordForm
from sales.pipelines.models import Stage
from sales.pipelines.queries import loss_reasons, tracks

CURRENCIES = ("SAR", "AED", "KWD", "QAR", "BHD", "OMR", "EGP", "JOD", "IQD", "IRR", "TRY", "GBP", "EUR", "USD")
LONGEST = 300


class DealForm(RecordForm):
    """Without a record it opens a deal, in the stage of the initial value or the first one."""

    key = "deal"
    wide = ("title", "contact", "company", "service", "tags")
    together = (("amount_minor", "currency"),)

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST)
    contact = RecordField("contact", creatable=True, label=gettext_lazy("Contact"), required=False)
    company = RecordField("company", creatable=True, label=gettext_lazy("Company"), required=False)
    amount_minor = MoneyField(label=gettext_lazy("Amount"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    stage = forms.ModelChoiceField(None, label=gettext_lazy("Stage"), empty_label=None)
    expected_close = DateField(label=gettext_lazy("Expected close"), required=False)
    visit_at = DateTimeField(label=gettext_lazy("Date and time of the visit"), required=False)
    delivery_on = DateField(label=gettext_lazy("Date of delivery"), required=False)
    service = forms.CharField(label=gettext_lazy("Service"), max_length=LONGEST, required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=100, required=False)
    owner = MemberField(label=gettext_lazy("Owner"), required=False)
    tags = TagsField(label=gettext_lazy("Tags"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._settle_currency()
        if "stage" in self.fields:
            self._settle_stage()

    def _settle_currency(self):
        now = self.record.currency if self.record else current().currency
        chosen = (self.data.get(self.add_prefix("currency")) if self.is_bound else "") or now
        if "currency" in self.fields:
            codes = dict.fromkeys([now, *CURRENCIES])
            self.fields["currency"].choices = [(code, f"{unit_name(code)} ({code})") for code in codes if code]
            self.initial.setdefault("currency", now)
        if "amount_minor" in self.fields:
            self.fields["amount_minor"].currency = chosen if chosen in {now, *CURRENCIES} else now

    def _settle_stage(self):
        """A stage is chosen only when the deal is opened; later it is moved. What the stage asks for is asked here."""
        if self.record is not None:
            del self.fields["stage"]
            return
        stages = [stage for track in tracks() for stage in track.open_stages]
        field = self.fields["stage"]
        field.queryset = Stage.objects.filter(pk__in=[stage.pk for stage in stages])
        field.choices = [(stage.pk, str(stage)) for stage in stages]
        if stages:
            self.initial.setdefault("stage", stages[0].pk)
        chosen = str(self["stage"].value() or "")
        asks = next((stage.asks for stage in stages if str(stage.pk) == chosen), "")
        for name in ("visit_at", "delivery_on"):
            if name == asks and name in self.fields:
                self.fields[name].required = True
            else:
                self.fields.pop(name, None)

    def shown(self, name, values):
        """An amount with the currency beside it, whose sums may have other decimals than the form's."""
        if name == "amount_minor" and values.get(name):
            return format_amount(values[name], values.get("currency") or self.record.currency)
        return super().shown(name, values)

    def clean_amount_minor(self):
        return self.cleaned_data["amount_minor"] or 0


class StageForm(forms.Form):
    """What a stage asks for before the deal enters it."""

    def __init__(self, *args, deal, stage, **kwargs):
        super().__init__(*args, **kwargs)
        if stage.kind == Stage.Kind.LOST:
            self._ask_why()
        elif stage.asks == Stage.Asks.VISIT:
            label = _("Date and time of the visit")
            self.fields["visit_at"] = DateTimeField(label=label, initial=deal.visit_at)
        elif stage.asks == Stage.Asks.DELIVERY:
            self.fields["delivery_on"] = DateField(label=_("Date of delivery"), initial=deal.delivery_on)

    def _ask_why(self):
        reasons = loss_reasons()
        self.fields["reason"] = forms.ModelChoiceField(
            reasons, label=_("Why was it lost?"), widget=forms.RadioSelect, empty_label=None
        )
        self.fields["note"] = forms.CharField(
            label=_("What else is there to know?"), required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
