"""From the JSON of a program to the data of the form that people fill in, which then judges it as it judges theirs.

A value may be sent as it is read: an amount with its minor units, a link with its id.
"""

from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from crm.api.fields import fields_for
from crm.api.problems import Invalid
from crm.l10n.fields import DateField, DateTimeField, MoneyField, NumberField
from crm.lib.money import to_decimal
from crm.ui.custom import NO, YES, YesField
from crm.ui.fields import MemberField, RecordField, TagsField


def drawn_form(record_type, member, record=None):
    """The form of a record, or of a new one, as the member's page draws it."""
    return record_type.resolve("form")(None, member=member, record=record)


class Taking:
    """What `body` says of a record, or of a new one, on its way into the type's form. Raises Invalid."""

    def __init__(self, record_type, member, body, record=None):
        self.record_type, self.member, self.record = record_type, member, record
        self.fields, self.body = fields_for(record_type, member), body
        self.drawn = drawn_form(record_type, member, record)
        self._refuse_what_is_not_taken()
        self.data = self._converted()

    def form(self):
        """The form, valid, of what was sent alone; of a new record with all the rest as a page would have it."""
        only = () if self.record is None else tuple(self.data)
        data = self.data if self.record else {**self._first(), **self.data}
        sent = MultiValueDict({name: _listed(value) for name, value in data.items()})
        make = self.record_type.resolve("form")
        form = make(sent, member=self.member, record=self.record, only=only)
        self.refuse_errors(form)
        return form

    def refuse_errors(self, form):
        if form.errors:
            raise Invalid({self._called(name): messages for name, messages in form.errors.items()})

    def _refuse_what_is_not_taken(self):
        """What is hidden is as unknown as what never was."""
        wrong = {name: _("There is no such field.") for name in self.body if name not in self.fields}
        for name in self.body.keys() - wrong.keys():
            if self.fields[name].input not in self.drawn.fields:
                wrong[name] = _("This field can be read and not be written.")
        if wrong:
            raise Invalid({name: [message] for name, message in wrong.items()})

    def _called(self, name):
        """What programs call a field of the form."""
        return next((field.name for field in self.fields.values() if field.input == name), "")

    def _converted(self):
        data, wrong = {}, {}
        for name, value in self.body.items():
            field = self.fields[name]
            try:
                data |= self._taken(field.input, value)
            except ValidationError as error:
                wrong[name] = error.messages
        if wrong:
            raise Invalid(wrong)
        return data

    def _taken(self, name, value):
        """{form field: what a browser would send, or the value itself}."""
        asked = self.drawn.fields[name]
        if value is None:
            return {name: ""}
        if isinstance(asked, MoneyField):
            return self._amount(name, asked, value)
        convert = next((each for known, each in _CONVERTERS if isinstance(asked, known)), _text)
        return {name: convert(value)}

    def _amount(self, name, asked, value):
        """An amount means something only with its currency, which the form has beside it or knows."""
        said = value if isinstance(value, dict) else {"amount": value}
        beside = {other for unit in self.drawn.together if name in unit for other in unit} - {name}
        [other] = beside or [""]
        currency = said.get("currency") or self.body.get(other) or asked.currency
        if not isinstance(currency, str) or (other not in self.drawn.fields and currency != asked.currency):
            raise ValidationError(_("The currency here is %(currency)s.") % {"currency": asked.currency})
        amount = said.get("amount")
        if "minor" in said:
            amount = to_decimal(said["minor"], currency) if _is_whole(said["minor"]) else ""
        text = _number(amount) if not isinstance(amount, str) else amount
        return {name: text} | ({other: currency} if other in self.drawn.fields else {})

    def _first(self):
        """What the page of a new record begins with, for all that was not sent."""
        values = {bound.name: bound.value() for bound in self.drawn}
        values = {name: value for name, value in values.items() if value not in (None, "", [])}
        return {name: value for name, value in values.items() if name not in self.data}


def _listed(value):
    return value if isinstance(value, _Many) else [value]


class _Many(list):
    """Values of a field that takes several."""


def _text(value):
    if isinstance(value, str):
        return value
    if _is_number(value):
        return _number(value)
    raise ValidationError(_("Send a text."))


def _is_number(value):
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value):
    if isinstance(value, str):
        return value
    if not _is_number(value):
        raise ValidationError(_("Send a number."))
    return f"{Decimal(str(value)):f}"


def _texts(value):
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValidationError(_("Send a list of texts."))
    return value


def _choices(value):
    return _Many(_texts(value))


def _yes(value):
    if not isinstance(value, bool):
        raise ValidationError(_("Send a yes or no as JSON has it."))
    return YES if value else NO


def _day(value):
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValidationError(_("Send a day as 2026-03-31.")) from None


def _moment(value):
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError(_("Send a moment as 2026-03-31T09:30:00Z, with its distance from UTC."))
    return moment


def _id(value):
    value = value.get("id") if isinstance(value, dict) else value
    if not _is_whole(value):
        raise ValidationError(_("Send the id of one that there is."))
    return str(value)


def _link(value):
    """An id, or the name of one that is to be made, where forms make one."""
    return value if isinstance(value, str) else _id(value)


_CONVERTERS = (
    (RecordField, _link), (MemberField, _id), (forms.ModelChoiceField, _id), (TagsField, _texts),
    (forms.MultipleChoiceField, _choices), (YesField, _yes), (NumberField, _number), (DateTimeField, _moment),
    (DateField, _day),
)  # fmt: skip
