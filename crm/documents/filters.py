"""The filters of document templates. Only these exist: each takes and gives little, whatever it is fed."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _
from liquid.exceptions import FilterArgumentError
from liquid.undefined import is_undefined

from crm.documents.values import Value
from crm.l10n.dates import format_date
from crm.l10n.state import current
from crm.lib.money import to_minor

LONGEST_LIST = 200
LARGEST_NUMBER = 10**18


def number(value):
    """A Decimal from whatever a template calls a number. Raises FilterArgumentError."""
    if isinstance(value, Value):
        value = value.__liquid__()
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite():
        raise FilterArgumentError(_("“%(value)s” is not a number.") % {"value": value}, token=None)
    return _within_reach(found)


def _within_reach(found):
    if abs(found) > LARGEST_NUMBER:
        raise FilterArgumentError(_("A number in the template is too large."), token=None)
    return found


def money(value, currency=""):
    """An amount: `{{ 1200 | money }}` in the workspace's currency, `{{ 1200 | money: "USD" }}` in another."""
    if isinstance(value, Value) and value.kind == "money":
        return value
    currency = str(currency) or current().currency
    return Value("money", (to_minor(number(value), currency, rounding=ROUND_HALF_UP), currency))


def words(value):
    """An amount in the words of the document's language."""
    return money(value).in_words()


def day(value, style="medium"):
    """A date in the document's calendar: short, medium, long (with the weekday) or numeric."""
    raw = value.raw if isinstance(value, Value) else value
    raw = raw.date() if isinstance(raw, datetime) else raw
    if not isinstance(raw, date):
        raise FilterArgumentError(_("“%(value)s” is not a date.") % {"value": value}, token=None)
    return Value("words", format_date(raw, str(style)))


def plus(left, right):
    return _calculate(left, right, lambda a, b: a + b)


def minus(left, right):
    return _calculate(left, right, lambda a, b: a - b)


def times(left, right):
    return _calculate(left, right, lambda a, b: a * b)


def divided_by(left, right):
    if not number(right):
        raise FilterArgumentError(_("A template divides by zero."), token=None)
    return _calculate(left, right, lambda a, b: a / b)


def _calculate(left, right, operation):
    """Money stays money: half of an amount is an amount, rounded to what its currency can pay."""
    result = _within_reach(operation(number(left), number(right)))
    if isinstance(left, Value) and left.kind == "money":
        currency = left.raw[1]
        return Value("money", (to_minor(result, currency, rounding=ROUND_HALF_UP), currency))
    return Value("number", result)


def rounded(value, places=0):
    places = min(max(int(number(places)), 0), 6)
    return Value("number", number(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def default(value, other=""):
    """`other` where the value is missing: the way to say that a placeholder may be empty."""
    return other if is_undefined(value) or value in (None, False, "") else value


def join(items, separator=", "):
    return str(separator).join(str(item) for item in list(items)[:LONGEST_LIST]) if isinstance(items, list) else items


FILTERS = {
    "money": money,
    "in_words": words,
    "date": day,
    "plus": plus,
    "minus": minus,
    "times": times,
    "divided_by": divided_by,
    "round": rounded,
    "number": lambda value: Value("number", number(value)),
    "code": lambda value: Value("code", str(value)),
    "default": default,
    "join": join,
    "upcase": lambda value: str(value).upper(),
    "downcase": lambda value: str(value).lower(),
    "capitalize": lambda value: str(value).capitalize(),
    "strip": lambda value: str(value).strip(),
    "append": lambda value, other: f"{value}{other}",
    "prepend": lambda value, other: f"{other}{value}",
}
