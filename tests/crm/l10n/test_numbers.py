"""Numbers in any pairing of language and digits, and read back from any keyboard."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n.numbers import format_compact, format_number, format_percent, localize_digits, parse_number
from crm.l10n.state import using
from tests.crm.l10n.readers import EVERYONE, LONDON, MECCA, RIYADH, TEHRAN

NUMBERS = st.decimals(-(10**12), 10**12, places=3)


@pytest.mark.parametrize(
    ("reader", "value", "text"),
    [
        (LONDON, 1234567, "1,234,567"),
        (LONDON, Decimal("1234.50"), "1,234.5"),
        (LONDON, 0.1, "0.1"),
        (LONDON, Decimal("-0.0001"), "0"),
        (RIYADH, 1234567, "1,234,567"),
        (MECCA, Decimal("1234.5"), "١٬٢٣٤٫٥"),
        (TEHRAN, Decimal("1234567.89"), "۱٬۲۳۴٬۵۶۷٫۸۹"),
        (replace(LONDON, digits="arabext"), 12, "۱۲"),
        (TEHRAN, 0, "۰"),
    ],
)
def test_a_number_is_written_as_its_reader_writes(reader, value, text):
    with using(reader):
        assert format_number(value) == text


def test_places_can_be_fixed():
    with using(LONDON):
        assert format_number(2, 2) == "2.00"
        assert format_number(Decimal("2.345"), 1) == "2.3"


def test_a_minus_stays_before_its_number_in_any_line():
    with using(TEHRAN):
        assert format_number(-5) == "\u2066\u2212۵\u2069"


@pytest.mark.parametrize(("reader", "text"), [(LONDON, "30%"), (RIYADH, "30%"), (MECCA, "٣٠٪"), (TEHRAN, "۳۰٪")])
def test_percentage_points(reader, text):
    with using(reader):
        assert format_percent(30) == text


@pytest.mark.parametrize(
    ("reader", "text"), [(LONDON, "1.2M"), (RIYADH, "1.2\u00a0مليون"), (TEHRAN, "۱٫۲\u00a0میلیون")]
)
def test_large_numbers_in_short(reader, text):
    with using(reader):
        assert format_compact(1_234_567) == text


def test_digits_alone():
    with using(MECCA):
        assert localize_digits("No. 12.5") == "No. ١٢.٥"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("12,34,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1.234.567", "1234567"),
        ("1 234 567,5", "1234567.5"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1'234.5", "1234.5"),
        ("1,5", "1.5"),
        ("12,60", "12.60"),
        ("1.500", "1.500"),
        (".5", "0.5"),
        ("5.", "5"),
        ("٤٨٬٥٠٠٫٥", "48500.5"),
        ("۴۸٬۵۰۰", "48500"),
        ("٤٨،٥٠٠", "48500"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("5-", "-5"),
        ("(1,000)", "-1000"),
        ("+7", "7"),
        ("\u200f٥\u200e", "5"),
    ],
)
def test_a_typed_number_is_understood(text, value):
    with using(LONDON):
        assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "-", "x", "1,2345", "1,23,4", "1.2.3", "12a", "--5", "1,,000", "()", "१२", "9" * 31]
)
def test_what_is_no_number_is_told(text):
    with using(LONDON), pytest.raises(ValidationError) as error:
        parse_number(text)
    assert error.value.messages == ["Write a number, like 1,234.5."]


@given(NUMBERS, st.sampled_from(EVERYONE))
def test_what_was_written_can_be_typed(value, reader):
    with using(reader):
        assert parse_number(format_number(value, 3)) == value


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_told(text):
    with using(LONDON):
        try:
            assert isinstance(parse_number(text), Decimal)
        except ValidationError:
            pass
