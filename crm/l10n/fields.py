"""Form fields that take what people type: any digits, their calendar, their money, their phones.

What was typed stays in the field when it can't be read, with the reason beside it in the reader's language.
"""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.l10n import dates, periods, ranges, widgets
from crm.l10n.money import format_amount, parse_money
from crm.l10n.numbers import format_number, localize_digits, parse_number
from crm.l10n.recurrence import Anniversary
from crm.l10n.state import current
from crm.lib import phones

_LARGEST = 2**63 - 1  # a bigint


class _Typed(str):
    """What a person typed, to tell it from a stored value that is text as well."""


class _TypedField(forms.Field):
    """Reads text with `read`, shows a value with `show`, and leaves alone what is text already."""

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return self.empty
        return self.read(value) if isinstance(value, str) else value

    def prepare_value(self, value):
        return value if value in self.empty_values or isinstance(value, str) else self.show(value)

    empty = None


class DateField(_TypedField):
    """A date, typed in the reader's calendar or clearly in another."""

    widget = widgets.DateInput

    def read(self, text):
        return dates.parse_date(text)

    def to_python(self, value):
        return timezone.localdate(value) if isinstance(value, datetime) else super().to_python(value)

    def show(self, value):
        return dates.format_date(value, "numeric") if isinstance(value, date) else value


class DateTimeField(_TypedField):
    """A moment on the reader's clock."""

    widget = widgets.DateTimeInput

    def read(self, text):
        return dates.parse_datetime(text)

    def show(self, value):
        return dates.format_datetime(value, "numeric")


class PeriodField(forms.ChoiceField):
    """A stretch of time: one of the named periods, or what people type for one (crm.l10n.ranges). The value is the
    text that was chosen or typed; `read_period` gives its days."""

    widget = widgets.PeriodSelect

    def __init__(self, *, ahead=True, **kwargs):
        kwargs.setdefault("choices", lambda: [("", _("Any")), *periods.choices(ahead)])
        super().__init__(**kwargs)

    def validate(self, value):
        forms.Field.validate(self, value)
        if value:
            ranges.read_period(value)


class AnniversaryField(_TypedField):
    """A day of every year, as the code of an Anniversary: jalali-01-01."""

    widget = widgets.AnniversaryInput
    empty = ""

    def read(self, text):
        try:
            return Anniversary.read(text).code
        except ValueError:
            return dates.parse_anniversary(text).code

    def prepare_value(self, value):
        try:
            return dates.format_anniversary(Anniversary.read(value)) if value else value
        except ValueError:
            return value


class NumberField(_TypedField):
    """A Decimal with at most `decimals` places; an int when those are none."""

    widget = widgets.NumberInput

    def __init__(self, *, decimals=3, min_value=None, max_value=None, **kwargs):
        super().__init__(**kwargs)
        self.decimals = decimals
        if min_value is not None:
            self.validators.append(MinValueValidator(min_value))
        if max_value is not None:
            self.validators.append(MaxValueValidator(max_value))

    def read(self, text):
        number = parse_number(text)
        if number != round(number, self.decimals):
            message = _("Write at most %(places)s decimal places.")
            raise ValidationError(message % {"places": format_number(self.decimals)}, code="too_fine")
        return number if self.decimals else int(number)

    def show(self, value):
        return format_number(value)


class PercentField(NumberField):
    """Percentage points from 0 to 100."""

    widget = widgets.PercentInput

    def __init__(self, *, decimals=0, min_value=0, max_value=100, **kwargs):
        super().__init__(decimals=decimals, min_value=min_value, max_value=max_value, **kwargs)

    def read(self, text):
        return super().read(text.replace("%", "").replace("٪", ""))


class MoneyField(_TypedField):
    """Minor units of a currency: the reader's workspace's unless given, here or later as `field.currency`."""

    widget = widgets.MoneyInput

    def __init__(self, *, currency=None, min_value=0, **kwargs):
        super().__init__(**kwargs)
        self._currency, self.min_value = currency, min_value

    @property
    def currency(self):
        return self._currency or current().currency

    @currency.setter
    def currency(self, code):
        self._currency = code

    def get_bound_field(self, form, field_name):
        self.widget.currency = self.currency
        return super().get_bound_field(form, field_name)

    def read(self, text):
        minor = parse_money(text, self.currency)
        if self.min_value is not None and minor < self.min_value:
            shown = format_amount(self.min_value, self.currency)
            raise ValidationError(_("The least is %(amount)s.") % {"amount": shown}, code="min_value")
        if abs(minor) > _LARGEST:
            raise ValidationError(_("This amount is too large."), code="max_value")
        return minor

    def show(self, value):
        return format_amount(value, self.currency)


class PhoneField(_TypedField):
    """A phone number as E.164. Without a country code it belongs to `region`, the reader's workspace's unless given."""

    widget = widgets.PhoneInput
    empty = ""
    default_error_messages = {
        "letters": gettext_lazy("Write a phone number with digits only."),
        "too_short": gettext_lazy("This phone number is too short."),
        "too_long": gettext_lazy("This phone number is too long."),
        "no_region": gettext_lazy("Write the country code too, like +44."),
        "invalid": gettext_lazy("This is not a phone number."),
    }

    def __init__(self, *, region=None, **kwargs):
        super().__init__(**kwargs)
        self.region = region

    def _region(self):
        return current().phone_region if self.region is None else self.region

    def read(self, text):
        try:
            return phones.parse(text, self._region())
        except phones.PhoneError as error:
            raise ValidationError(self.error_messages[error.reason], code=error.reason) from error

    def bound_data(self, data, initial):
        return _Typed(data) if isinstance(data, str) else data

    def prepare_value(self, value):
        if isinstance(value, _Typed) or not value:
            return value
        return localize_digits(phones.pretty(value, self._region()))
