"""Minor units and decimals of every currency, without a float or a lost fils."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from crm.lib.money import MoneyError, exponent, to_decimal, to_minor

CURRENCIES = st.sampled_from(sorted(list_currencies()))


@pytest.mark.parametrize(
    ("currency", "places"), [("SAR", 2), ("KWD", 3), ("IRR", 0), ("JPY", 0), ("USD", 2), ("OMR", 3), ("CLF", 4)]
)
def test_places_of_known_currencies(currency, places):
    assert exponent(currency) == places


def test_babel_still_agrees_with_what_amounts_were_stored_by():
    assert [c for c in list_currencies() if get_currency_precision(c) != exponent(c)] == []


@given(st.integers(-(2**63), 2**63 - 1), CURRENCIES)
def test_minor_units_come_back(minor, currency):
    assert to_minor(to_decimal(minor, currency), currency) == minor


def test_a_decimal_shows_the_places_of_its_currency():
    assert str(to_decimal(4_850_000, "SAR")) == "48500.00"
    assert str(to_decimal(1, "KWD")) == "0.001"
    assert str(to_decimal(48_500, "IRR")) == "48500"


def test_whole_numbers_and_decimals_become_minor_units():
    assert to_minor(48_500, "SAR") == to_minor(Decimal("48500.0"), "SAR") == 4_850_000


def test_what_is_finer_than_the_currency_is_refused_unless_rounded():
    with pytest.raises(MoneyError):
        to_minor(Decimal("1.005"), "SAR")
    assert to_minor(Decimal("1.005"), "SAR", rounding=ROUND_HALF_UP) == 101
    assert to_minor(Decimal("1.005"), "KWD") == 1005


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_refused(amount):
    with pytest.raises(MoneyError):
        to_minor(amount, "SAR")


def test_floats_are_refused():
    with pytest.raises(TypeError):
        to_minor(0.1, "SAR")


@pytest.mark.parametrize("code", ["", "sar", "XYZ", "ريال"])
def test_unknown_codes_are_refused(code):
    with pytest.raises(MoneyError):
        exponent(code)
