"""Forms of the settings pages: things with a name in up to three languages."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.l10n.fields import NumberField, PercentField
from crm.l10n.forms import LONGEST, NamedForm
from sales.pipelines.models import Stage

LONGEST_AGE = 3650


class StageForm(NamedForm):
    narrow = ("probability", "ageing_days")

    probability = PercentField(label=gettext_lazy("Probability"), initial=50)
    ageing_days = NumberField(
        label=gettext_lazy("Ageing after, in days"), decimals=0, min_value=0, max_value=LONGEST_AGE, initial=7,
        help_text=gettext_lazy("A deal that stays longer is marked on the board. 0 never marks."),
    )  # fmt: skip
    asks = forms.ChoiceField(label=gettext_lazy("Asked before a deal may enter"), choices=Stage.Asks, required=False)

    def __init__(self, *args, thing=None, **kwargs):
        now = {name: getattr(thing, name) for name in ("probability", "ageing_days", "asks")} if thing else {}
        super().__init__(*args, thing=thing, initial=now, **kwargs)
        if thing is not None and not thing.is_open:
            for name in ("probability", "ageing_days", "asks"):
                del self.fields[name]


class NumbersForm(forms.Form):
    """The chances and ageing limits of all open stages at once, as the page of a pipeline shows them."""

    def __init__(self, *args, stages, **kwargs):
        self.stages = stages
        super().__init__(*args, **kwargs)
        for stage in stages:
            names = {"name": str(stage)}
            self.fields[f"probability-{stage.pk}"] = PercentField(
                label=_("Probability of %(name)s") % names, initial=stage.probability
            )
            self.fields[f"ageing_days-{stage.pk}"] = NumberField(
                label=_("Ageing of %(name)s, in days") % names, initial=stage.ageing_days,
                decimals=0, min_value=0, max_value=LONGEST_AGE,
            )  # fmt: skip

    def values(self, stage):
        return {name: self.cleaned_data[f"{name}-{stage.pk}"] for name in ("probability", "ageing_days")}


class PipelineForm(NamedForm):
    """A new pipeline comes with names for its two ends as well."""

    won = forms.CharField(label=gettext_lazy("Name of the stage that is won"), max_length=LONGEST)
    lost = forms.CharField(label=gettext_lazy("Name of the stage that is lost"), max_length=LONGEST)

    def __init__(self, *args, thing=None, **kwargs):
        ends = {"won": _("Won"), "lost": _("Lost")}
        super().__init__(*args, thing=thing, initial=ends if thing is None else None, **kwargs)
        if thing is not None:
            del self.fields["won"], self.fields["lost"]


class RetirementForm(forms.Form):
    """Where the open deals of a stage go before it retires."""

    to = forms.ModelChoiceField(None, label=gettext_lazy("Move its deals to"), empty_label=None)

    def __init__(self, *args, stage, **kwargs):
        super().__init__(*args, **kwargs)
        others = Stage.objects.filter(pipeline=stage.pipeline_id, kind=Stage.Kind.OPEN, retired_at=None)
        self.fields["to"].queryset = others.exclude(pk=stage.pk)
