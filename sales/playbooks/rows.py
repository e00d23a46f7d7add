"""A stage as the settings page shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.l10n.numbers import format_number, format_percent
from crm.tenants.models import Language
from sales.pipelines.models import Stage
from sales.playbooks.words import StepCard


@dataclass(frozen=True)
class StageRow:
    stage: Stage
    step: int
    total: int
    steps: list[StepCard]
    summary: str  # "2 automations"
    opened: bool
    probability: Any  # bound fields; None for the ends and for what is retired
    ageing_days: Any
    percent: str
    translations: list[tuple[str, str, str]]  # (language code, the language, the stage's name in it)

    @classmethod
    def of(cls, stage, track, form, steps, opened):
        step, total = track.step(stage)
        count = len(steps)
        words = ngettext("%(count)s automation", "%(count)s automations", count) if count else _("No automations")
        return cls(
            stage=stage, step=step, total=total, steps=steps, opened=opened,
            summary=words % {"count": format_number(count)},
            probability=_field(form, f"probability-{stage.pk}"),
            ageing_days=_field(form, f"ageing_days-{stage.pk}"),
            percent=format_percent(stage.probability),
            translations=[(code, name, stage.names[code]) for code, name in Language.choices if stage.names.get(code)],
        )  # fmt: skip

    @property
    def is_first(self):
        return self.step == 1

    @property
    def is_last(self):
        return self.step == self.total


def _field(form, name):
    return form[name] if name in form.fields else None
