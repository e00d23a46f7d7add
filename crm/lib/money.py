"""Money as whole minor units and a currency code. Decimals at the edges, never floats."""

from decimal import Decimal

from babel.numbers import list_currencies

# Decimal places in daily use, from CLDR. Kept here and not asked of Babel, for stored amounts must not change
# their meaning with a library: CLDR has dropped the places of a currency before.
_PLACES = {
    0: (
        "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD"
        " RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD"
    ),
    3: "BHD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS = {code: places for places, codes in _PLACES.items() for code in codes.split()}
_CODES = list_currencies()


class MoneyError(ValueError):
    """Not an amount that this currency can hold."""


def exponent(currency):
    """How many decimal places a currency has: 2 for SAR, 3 for KWD, 0 for IRR. MoneyError for an unknown code."""
    if currency not in _CODES:
        raise MoneyError(f"unknown currency {currency!r}")
    return _EXPONENTS.get(currency, 2)


def to_decimal(minor, currency):
    """Minor units as a Decimal of the main unit, with the currency's places: 4850000 SAR is 48500.00."""
    return Decimal(minor).scaleb(-exponent(currency))


def to_minor(amount, currency, *, rounding=None):
    """A Decimal or int of the main unit as minor units.

    Raises MoneyError when the amount is finer than the currency, unless `rounding` (of decimal) says how to round.
    """
    if isinstance(amount, float):
        raise TypeError("money is never a float")
    scaled = Decimal(amount).scaleb(exponent(currency))
    if not scaled.is_finite():
        raise MoneyError("not a number")
    whole = scaled.to_integral_value(rounding=rounding) if rounding else scaled.to_integral_value()
    if rounding is None and whole != scaled:
        raise MoneyError(f"{currency} has {exponent(currency)} decimal places")
    return int(whole)
