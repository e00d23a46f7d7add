"""Phones as sheets and people write them, kept as E.164."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.lib import phones
from crm.lib.digits import SETS, from_latin


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("0501234567", "SA", "+966501234567"),
        ("٠٥٠١٢٣٤٥٦٧", "SA", "+966501234567"),
        ("501234567", "SA", "+966501234567"),
        ("0536-250 481", "SA", "+966536250481"),
        ("+966501234567", "SA", "+966501234567"),
        ("+٩٦٦٥٠١٢٣٤٥٦٧", "IR", "+966501234567"),
        ("00966 50 123 4567", "SA", "+966501234567"),
        ("٠٠٩٦٦ ٥٠١٢٣٤٥٦٧", "SA", "+966501234567"),
        ("966501234567", "SA", "+966501234567"),
        ("(966+) 501234567", "SA", "+966501234567"),
        ("(٩٦٦+) ٥٩٨٨٥٥٥٦٢", "SA", "+966598855562"),
        ("(+966) 50 123 4567", "SA", "+966501234567"),
        ("+966 (0)50 123 4567", "SA", "+966501234567"),
        ("0912 345 6789", "IR", "+989123456789"),
        ("۰۹۱۲۳۴۵۶۷۸۹", "IR", "+989123456789"),
        ("9186091390", "IR", "+989186091390"),
        ("9897932185", "IR", "+989897932185"),
        ("989121234567", "IR", "+989121234567"),
        ("0098 9547280385", "IR", "+989547280385"),
        ("(98+) 9839548620", "IR", "+989839548620"),
        ("021-88774000", "IR", "+982188774000"),
        ("\u200e+98 912 345 6789\u200f", "IR", "+989123456789"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+44 (0)20 7946 0958", "SA", "+442079460958"),
        ("+1 212 555 0100", "", "+12125550100"),
        ("tel:+966501234567", "SA", "+966501234567"),
        ("جوال: ٠٥٠١٢٣٤٥٦٧", "SA", "+966501234567"),
        ("Mob. 0501234567", "AE", "+971501234567"),
    ],
)
def test_a_number_is_understood(text, region, expected):
    assert phones.parse(text, region) == expected


def test_a_prefix_no_table_knows_is_taken():
    assert phones.parse("09075291703", "IR") == "+989075291703"


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("", "SA", "empty"),
        (" \u200f", "SA", "empty"),
        ("ندارد", "IR", "letters"),
        ("0501234567 ask for Omar", "SA", "letters"),
        ("12", "GB", "too_short"),
        ("8877 4000", "IR", "too_short"),
        ("050123456789012", "SA", "too_long"),
        ("1" * 41, "SA", "too_long"),
        ("0501234567", "", "no_region"),
        ("+999123456", "SA", "invalid"),
        ("+", "SA", "invalid"),
        ("--", "SA", "invalid"),
        ("0", "SA", "invalid"),
    ],
)
def test_what_is_no_number_is_told(text, region, reason):
    with pytest.raises(phones.PhoneError) as error:
        phones.parse(text, region)
    assert error.value.reason == reason


@given(
    st.integers(500_000_000, 599_999_999),
    st.sampled_from(["+966{}", "00966{}", "0{}", "{}", "(966+) {}", "+966 (0){}", "966{}"]),
    st.sampled_from(sorted(SETS)),
)
def test_every_shape_and_set_of_digits_is_one_number(number, shape, digits):
    assert phones.parse(from_latin(shape.format(number), digits), "SA") == f"+966{number}"


@given(st.text(max_size=50), st.sampled_from(["SA", "IR", "GB", "US", ""]))
def test_any_text_is_a_number_or_told(text, region):
    try:
        found = phones.parse(text, region)
    except phones.PhoneError:
        return
    assert phones.parse(found, region) == found
    assert phones.parse(phones.pretty(found), "") == found


@pytest.mark.parametrize(
    ("number", "region", "shown"),
    [
        ("+966501234567", "SA", "050 123 4567"),
        ("+966501234567", "IR", "+966 50 123 4567"),
        ("+966501234567", "", "+966 50 123 4567"),
        ("+442079460958", "GB", "020 7946 0958"),
        ("not a number", "SA", "not a number"),
    ],
)
def test_numbers_are_shown_as_the_region_writes_them(number, region, shown):
    assert phones.pretty(number, region) == shown


def test_the_region_of_a_number():
    assert phones.region_of("+989123456789") == "IR"
    assert phones.region_of("nothing") == ""


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("0501234567", ["0501234567"]),
        ("0501234567, 0559876543", ["0501234567", "0559876543"]),
        ("۰۹۱۲۳۴۵۶۷۸۹ یا ۰۲۱۸۸۷۷۴۰۰۰", ["۰۹۱۲۳۴۵۶۷۸۹", "۰۲۱۸۸۷۷۴۰۰۰"]),
        ("0501234567 / 0559876543\n0112345678;", ["0501234567", "0559876543", "0112345678"]),
        (" ", []),
    ],
)
def test_a_cell_with_several_numbers(cell, parts):
    assert phones.split(cell) == parts
