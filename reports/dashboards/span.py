"""The stretch of time a report is about: one of the named periods, or two dates typed in the reader's calendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.l10n import periods
from crm.l10n.fields import DateField, PeriodField
from crm.l10n.periods import Period
from crm.l10n.ranges import period_label, read_period

DEFAULT = "last_30_days"  # never empty because a month has just begun


@dataclass(frozen=True)
class Span:
    """[start, end) as aware datetimes, what to call it, and how to ask for it again."""

    name: str
    days: Period
    label: Any

    @property
    def start(self) -> datetime:
        return self.days.moments()[0]

    @property
    def end(self) -> datetime:
        return self.days.moments()[1]

    def query(self, **more):
        """A query string that leads back to this span."""
        if self.name:
            return urlencode({"period": self.name, **more})
        return urlencode({"from": self.days.start.isoformat(), "until": self.days.last.isoformat(), **more})


class SpanForm(forms.Form):
    """?period=this_month or as people say it ("Mehr 1404"), or ?from=…&until=… with both days counted in."""

    period = PeriodField(label=_("Period"), choices=lambda: periods.choices(ahead=False), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, data):
        super().__init__({"period": DEFAULT, **data.dict()} if not data.get("from") else data)
        self.fields["from"] = DateField(label=_("From"), required=False)
        self.order_fields(["period", "from", "until"])

    def clean(self):
        values = super().clean()
        first, last = values.get("from"), values.get("until")
        if first and last and last < first:
            raise ValidationError({"until": _("The last day comes before the first.")})
        return values

    def span(self):
        """The span asked for; DEFAULT when the question cannot be understood."""
        values = self.cleaned_data if self.is_valid() else {}
        if values.get("from") and values.get("until"):
            return span_of(values["from"], values["until"])
        name = values.get("period") or DEFAULT
        return Span(name, read_period(name), period_label(name))


def span_of(first, last):
    """Both days counted in."""
    days = Period(first, last + (last.resolution))
    return Span("", days, "")
