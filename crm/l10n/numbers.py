"""Numbers as the reader writes them. Any language may be combined with any set of digits, which CLDR doesn't know,
so Babel gives the words and the digits are set here."""

import re
from decimal import Decimal

from babel.numbers import format_compact_decimal
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.l10n.state import current
from crm.lib.digits import from_latin, plain

MINUS = "\u2212"
_SEPARATORS = str.maketrans(",.%", "٬٫٪")
_GROUPED = re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}")  # thousands, and the Indian way of 12,34,567


def localize_digits(text):
    """Text whose 0–9 are written in the reader's digits; separators stay as they are."""
    return from_latin(text, current().digits)


def localize_number(text):
    """A plain number like -1,234.5 or 30% in the reader's digits, with the separators that belong to them."""
    digits = current().digits
    if digits != "latn":
        text = from_latin(text.translate(_SEPARATORS), digits)
    return isolate_ltr(MINUS + text[1:]) if text.startswith("-") else text


def isolate_ltr(text):
    """Text that keeps its order in a line that runs right to left, such as a sign before its number."""
    return f"\u2066{text}\u2069"


def format_number(value, decimals=None):
    """1234.5 as 1,234.5 or ۱٬۲۳۴٫۵. `decimals` fixes the places; without it, as many as there are, three at most."""
    number = value if isinstance(value, int) else Decimal(str(value))
    if decimals is not None:
        return localize_number(f"{number:,.{decimals}f}")
    if isinstance(number, int):
        return localize_number(f"{number:,}")
    text = f"{number:,.3f}".rstrip("0").rstrip(".")
    return localize_number("0" if text == "-0" else text)


def format_percent(points, decimals=0):
    """Percentage points, not a ratio: 30 is 30% or ٪۳۰ spelled the reader's way."""
    return localize_number(f"{Decimal(str(points)):,.{decimals}f}%")


def format_compact(value):
    """A large number in short: 1.2M, 1.2 مليون, ۱٫۲ میلیون."""
    text = format_compact_decimal(Decimal(str(value)), locale=current().language, fraction_digits=1)
    return localize_number(text)


def parse_number(text):
    """A Decimal from what a person typed, in any digits and with any usual separators.

    A single comma before one or two digits is a decimal comma, before three a separator of thousands; a single
    point is a decimal point. Raises ValidationError.
    """
    typed = re.sub(r"[\s'’٬_]", "", plain(text)).replace("٫", ".").replace("،", ",").replace(MINUS, "-")
    sign = ""
    if negative := re.fullmatch(r"-(.+)|(.+)-|\((.+)\)", typed):
        typed, sign = negative[negative.lastindex], "-"
    typed = _with_decimal_point(typed.removeprefix("+"))
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", typed, re.ASCII) or len(typed) > 30:
        raise unreadable_number()
    return Decimal(sign + typed)


def unreadable_number():
    message = _("Write a number, like %(example)s.") % {"example": format_number(Decimal("1234.5"))}
    return ValidationError(message, code="number")


def _with_decimal_point(text):
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        if comma > point:
            text = text.translate(str.maketrans(",.", ".,"))
        whole, _point, rest = text.rpartition(".")
        return whole.replace(",", "") + "." + rest if _GROUPED.fullmatch(whole) else ""
    if text.count(".") > 1:
        text = text.replace(".", ",")
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".", 1) if re.fullmatch(r"\d+,\d{1,2}", text, re.ASCII) else text
