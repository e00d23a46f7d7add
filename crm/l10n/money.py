"""Amounts as the reader writes them, from and to minor units, and in words for documents."""

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_name, get_currency_symbol
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.l10n.numbers import MINUS, format_number, isolate_ltr, parse_number
from crm.l10n.state import current
from crm.l10n.words import amount_in_words
from crm.lib.digits import plain
from crm.lib.money import MoneyError, exponent, to_decimal, to_minor
from crm.lib.text import fold

__all__ = ["amount_in_words", "format_amount", "format_money", "parse_money", "unit_name"]

LANGUAGES = ("ar", "fa", "en")
# Where CLDR has a code or a foreign sign and people write something else.
_UNITS = {
    "ar": {"USD": "$", "GBP": "£", "TRY": "ل.ت", "IRR": "ريال إيراني"},
    "fa": {
        "IRR": "ریال",
        "SAR": "ریال سعودی",
        "AED": "درهم",
        "KWD": "دینار کویت",
        "QAR": "ریال قطر",
        "OMR": "ریال عمان",
        "BHD": "دینار بحرین",
        "IQD": "دینار عراق",
        "USD": "دلار",
        "EUR": "یورو",
        "GBP": "پوند",
        "TRY": "لیر",
    },
    "en": {},
}
_ALSO_TYPED = {
    "SAR": "SR ر.س ريال ﷼",
    "IRR": "﷼ ریال تومان تومن toman tomans",
    "USD": "US$ دلار",
    "GBP": "پوند",
    "EUR": "euros",
    "KWD": "KD",
    "AED": "Dhs dh",
    "EGP": "LE ج.م",
}
_MULTIPLIERS = {
    fold(word): power
    for power, words in (
        (3, "k thousand ألف آلاف هزار"),
        (6, "m mn million مليون ملايين میلیون"),
        (9, "b bn billion مليار مليارات میلیارد"),
    )
    for word in words.split()
}
_TOMANS = {fold(word) for word in "تومان تومن toman tomans".split()}
_MILLION = 1_000_000
_MILLIONS = {"ar": "مليون", "fa": "میلیون", "en": "million"}
_NUMBER = re.compile(r"[+\-\u2212]?\s?[.,٫]?\d(?:[\d.,٬٫\s'’]*\d)?\s?[\-\u2212]?")
_IN_BRACKETS = re.compile(r"^\((.+)\)$")  # how accountants write less than nothing
_SIGN_BEFORE_UNIT = re.compile(r"^([-\u2212])\s*(\D+?)\s*(?=\d)")


def unit_name(currency):
    """The sign, code or short name by which the reader knows a currency: SAR, ر.س, ریال."""
    return _unit(currency, current().language)


def format_money(minor, currency, *, full=False):
    """An amount with its unit: SAR 48,500, $64,000.50, 48,500 ر.س.

    Places are shown when they are not zero. Iranian rials from a million up are shown in millions, with at most
    two places, unless `full`.
    """
    size = abs(minor)
    if currency == "IRR" and not full and size >= _MILLION:
        millions = to_decimal(size, currency).scaleb(-6).quantize(Decimal("0.01")).normalize()
        return _with_unit(format_number(millions), currency, minor < 0, " " + _MILLIONS[current().language])
    return _with_unit(format_amount(size, currency), currency, minor < 0)


def format_amount(minor, currency):
    """The number alone and in full, as a field shows it or a column whose head names the currency."""
    return format_number(to_decimal(minor, currency), _places(minor, currency))


def parse_money(text, currency):
    """Minor units from what a person typed: 48,500 · ٤٨٬٥٠٠٫٥ · SAR 48500 · ۳٬۴۶۰ میلیون ریال · 2.5k.

    Tomans are ten rials. Raises ValidationError for text that is no amount, names another currency, or is finer
    than the currency.
    """
    typed = _IN_BRACKETS.sub(r"-\1", plain(text))
    typed = _SIGN_BEFORE_UNIT.sub(r"\2 \1", typed)
    number = _NUMBER.search(typed)
    if not number:
        raise _unreadable(currency)
    words = _words(typed[: number.start()] + " " + typed[number.end() :])
    amount = parse_number(number[0])
    for word in words - _known_words(currency):
        if word not in _MULTIPLIERS:
            raise _unreadable(currency, _named_instead(word))
        amount = amount.scaleb(_MULTIPLIERS[word])
    if words & _TOMANS:
        amount = amount.scaleb(1)
    try:
        return to_minor(amount, currency)
    except MoneyError as error:
        raise _too_fine(currency) from error


def _places(minor, currency):
    places = exponent(currency)
    return places if minor % 10**places else 0


def _with_unit(number, currency, negative, scale=""):
    unit = unit_name(currency)
    if current().language != "en":
        return f"{isolate_ltr(MINUS + number) if negative else number}{scale}\u00a0{unit}"
    text = (f"{unit}\u00a0{number}" if unit[-1].isalpha() else unit + number) + scale
    return isolate_ltr(MINUS + text) if negative else text


@lru_cache
def _unit(currency, language):
    return _UNITS[language].get(currency) or get_currency_symbol(currency, language).strip("\u200f.")


def _words(text):
    return {word.strip(".,()") for word in fold(text).split()} - {""}


@lru_cache
def _known_words(currency):
    names = [currency, _ALSO_TYPED.get(currency, "")]
    for language in LANGUAGES:
        names += [_unit(currency, language), get_currency_symbol(currency, language)]
        names += [get_currency_name(currency, count, locale=language) for count in (1, 2, 5, 11, 100)]
    return _words(" ".join(names))


def _named_instead(word):
    return next((code for code in ("USD", "EUR", "GBP", "SAR", "AED", "IRR") if word in _known_words(code)), None)


def _too_fine(currency):
    places = exponent(currency)
    message = ngettext(
        "%(currency)s amounts have at most %(places)s decimal place.",
        "%(currency)s amounts have at most %(places)s decimal places.",
        places,
    )
    if not places:
        message = _("%(currency)s amounts have no decimal places.")
    message %= {"currency": unit_name(currency), "places": format_number(places)}
    return ValidationError(message, code="too_fine")


def _unreadable(currency, other=None):
    if other:
        message = _("Amounts here are in %(currency)s, not in %(other)s.")
        message %= {"currency": unit_name(currency), "other": unit_name(other)}
        return ValidationError(message, code="other_currency")
    example = format_amount(48_500 * 10 ** exponent(currency), currency)
    return ValidationError(_("Write an amount, like %(example)s.") % {"example": example}, code="money")
