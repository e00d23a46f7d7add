"""Text inputs that know how their reader writes. The data attributes tell a picker which calendar to open."""

from django.core.exceptions import ValidationError
from django.forms import Select, TextInput

from crm.l10n import dates, ranges
from crm.l10n.money import unit_name
from crm.l10n.recurrence import Anniversary
from crm.l10n.state import current


class LocalInput(TextInput):
    """An input whose attributes depend on who reads the page, so they are settled when it is drawn."""

    def local_attrs(self):
        return {}

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, {**self.local_attrs(), **self.attrs, **(attrs or {})})


class DateInput(LocalInput):
    def local_attrs(self):
        reader = current()
        return {
            "autocomplete": "off",
            "dir": reader.direction,
            "placeholder": self.example(),
            "data-calendar": reader.calendar,
            "data-digits": reader.digits,
            "data-week-start": reader.week_start,
        }

    def example(self):
        return dates.example_date()


class DateTimeInput(DateInput):
    def local_attrs(self):
        return {**super().local_attrs(), "data-time-zone": current().time_zone}

    def example(self):
        return dates.example_datetime()


class AnniversaryInput(LocalInput):
    def local_attrs(self):
        example = dates.format_anniversary(Anniversary(current().calendar, 1, 1))
        return {"autocomplete": "off", "dir": current().direction, "placeholder": example}


class PeriodSelect(Select):
    """Named periods to choose from; with scripts one may type any other, which then stands among them."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"data-select": True, "data-create": True, **(attrs or {})}, choices)

    def optgroups(self, name, value, attrs=None):
        offered = [str(key) for key, _label in self.choices]
        typed = [text for text in value if text and text not in offered]
        for text in typed:
            try:
                self.choices = [*self.choices, (text, ranges.period_label(text))]
            except ValidationError:
                self.choices = [*self.choices, (text, text)]
        return super().optgroups(name, value, attrs)


class NumberInput(LocalInput):
    def local_attrs(self):
        return {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr", "data-digits": current().digits}


class MoneyInput(NumberInput):
    """An amount with its unit beside it. The field sets `currency`."""

    template_name = "l10n/measured.html"
    currency = ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = unit_name(self.currency) if self.currency else ""
        return context


class PercentInput(NumberInput):
    template_name = "l10n/measured.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = "٪" if current().digits != "latn" else "%"
        return context


class PhoneInput(LocalInput):
    input_type = "tel"

    def local_attrs(self):
        return {"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}
