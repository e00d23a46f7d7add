"""The nine kinds of custom fields, and how a value of each is stored: plain JSON of one form only, so that equal values
are equal text.

text and lines: a text · number: a JSON number of at most three places · money: [minor units, currency] · day: an ISO
date · yes: true or false · choice: the key of an option · choices: such keys, in the order of the options · member: the
id of a member. What has no value has no entry.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.lib.text import fold


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`cell` draws it (crm.records.types.Column), `imported` reads it from a file, `printed` writes it on paper."""

    label: Any
    about: Any
    icon: str
    cell: str
    imported: str
    printed: str = "text"
    may_be_unique: bool = False
    has_options: bool = False
    longest: int = 300  # letters
    slot: str = ""  # the sort of column by which lists can be sorted by it (columns.py)


KINDS = {
    "text": Kind(
        label=_("Text"), about=_("One line: a name, a number with letters"), icon="letter-case", cell="text",
        imported="text", may_be_unique=True, slot="txt",
    ),
    "lines": Kind(
        label=_("Long text"), about=_("Several lines of words"), icon="align-left", cell="lines", imported="lines",
        printed="lines", longest=5000,
    ),
    "number": Kind(
        label=_("Number"), about=_("A quantity, with up to three decimal places"), icon="hash", cell="number",
        imported="number", printed="number", may_be_unique=True, slot="num",
    ),
    "money": Kind(
        label=_("Money"), about=_("An amount in the workspace’s currency"), icon="coin", cell="money", imported="money",
        printed="money", slot="num",
    ),
    "day": Kind(
        label=_("Date"), about=_("A day, in each reader’s calendar"), icon="calendar-event", cell="day", imported="day",
        printed="day", may_be_unique=True, slot="date",
    ),
    "yes": Kind(
        label=_("Yes or no"), about=_("A question with two answers"), icon="checkbox", cell="yes", imported="yes"
    ),
    "choice": Kind(
        label=_("Choice"), about=_("One of a list"), icon="circle-dot", cell="choice", imported="option",
        has_options=True,
    ),
    "choices": Kind(
        label=_("Several choices"), about=_("Any number of a list"), icon="list-check", cell="tags", imported="options",
        has_options=True,
    ),
    "member": Kind(
        label=_("Colleague"), about=_("Somebody of the workspace"), icon="user", cell="colleague", imported="colleague"
    ),
}  # fmt: skip
NOTHING = (None, "", [], ())


def stored(field, value):
    """A form's value as it is stored; None for nothing. `field` gives the currency and the options' order."""
    if value in NOTHING:
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if field.kind == "choices":
        return [key for key in field.labels() if key in value]
    if field.kind == "money":
        minor, currency = value
        return None if minor is None else [int(minor), currency]
    return getattr(value, "pk", value)


def loaded(kind, value):
    """A stored value as forms and papers take it: days as dates, money as a pair; the rest as it is."""
    if value in NOTHING:
        return None
    if kind == "day":
        return date.fromisoformat(value)
    return tuple(value) if kind == "money" else value


def unique_text(value):
    """What two values that count as the same come down to."""
    return fold(str(value))
