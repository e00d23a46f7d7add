"""Amounts as each reader writes them, and as anybody types them."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from crm.l10n.money import format_amount, format_money, parse_money, unit_name
from crm.l10n.state import using
from tests.crm.l10n.readers import EVERYONE, LONDON, MECCA, RIYADH, TEHRAN

AMOUNTS = st.integers(-(10**15), 10**15)
USUAL = st.sampled_from(["SAR", "AED", "KWD", "QAR", "EGP", "IRR", "GBP", "USD", "EUR", "TRY", "CHF", "JPY"])


@pytest.mark.parametrize(
    ("reader", "minor", "currency", "text"),
    [
        (LONDON, 4_850_000, "SAR", "SAR 48,500"),
        (LONDON, 6_400_000, "USD", "$64,000"),
        (LONDON, 6_400_050, "GBP", "£64,000.50"),
        (LONDON, 1_500, "KWD", "KWD 1.500"),
        (LONDON, 100, "CHF", "CHF 1"),
        (LONDON, -500, "USD", "\u2066\u2212$5\u2069"),
        (LONDON, 3_460_000_000, "IRR", "IRR 3,460 million"),
        (RIYADH, 4_850_000, "SAR", "48,500 ر.س"),
        (RIYADH, 100, "AED", "1 د.إ"),
        (RIYADH, 3_460_250_000, "IRR", "3,460.25 مليون ريال إيراني"),
        (MECCA, 4_850_050, "SAR", "٤٨٬٥٠٠٫٥٠ ر.س"),
        (TEHRAN, 3_460_000_000, "IRR", "۳٬۴۶۰ میلیون ریال"),
        (TEHRAN, 1_000_000, "IRR", "۱ میلیون ریال"),
        (TEHRAN, 999_999, "IRR", "۹۹۹٬۹۹۹ ریال"),
        (TEHRAN, -2_500_000, "IRR", "\u2066\u2212۲٫۵\u2069 میلیون ریال"),
        (TEHRAN, 6_400_000, "USD", "۶۴٬۰۰۰ دلار"),
        (TEHRAN, 0, "IRR", "۰ ریال"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes(reader, minor, currency, text):
    with using(reader):
        assert format_money(minor, currency).replace("\u00a0", " ") == text


def test_documents_have_rials_in_full():
    with using(TEHRAN):
        assert format_money(3_460_250_001, "IRR", full=True) == "۳٬۴۶۰٬۲۵۰٬۰۰۱\u00a0ریال"


def test_a_field_shows_the_number_alone():
    with using(TEHRAN):
        assert format_amount(3_460_000_000, "IRR") == "۳٬۴۶۰٬۰۰۰٬۰۰۰"
        assert unit_name("SAR") == "ریال سعودی"


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("48,500", "SAR", 4_850_000),
        ("٤٨٬٥٠٠", "SAR", 4_850_000),
        ("۴۸٬۵۰۰٫۵", "SAR", 4_850_050),
        ("12,600.00", "SAR", 1_260_000),
        ("1.234,56", "EUR", 123_456),
        ("48500 ر.س", "SAR", 4_850_000),
        ("48500 ر.س.", "SAR", 4_850_000),
        ("48500 ريال", "SAR", 4_850_000),
        ("48500 ريال سعودي", "SAR", 4_850_000),
        ("48500 ریال", "SAR", 4_850_000),
        ("SAR 48,500", "SAR", 4_850_000),
        ("sar48500", "SAR", 4_850_000),
        ("48500SAR", "SAR", 4_850_000),
        ("$64,000", "USD", 6_400_000),
        ("-$5", "USD", -500),
        ("$-5", "USD", -500),
        ("($5.50)", "USD", -550),
        ("£ 12", "GBP", 1_200),
        ("64 thousand dollars", "USD", 6_400_000),
        ("2.5k", "GBP", 250_000),
        ("1.500", "KWD", 1_500),
        ("1.5 د.ك", "KWD", 1_500),
        ("۳٬۴۶۰ میلیون ریال", "IRR", 3_460_000_000),
        ("۲ هزار میلیارد ریال", "IRR", 2_000_000_000_000),
        ("۳۴۶ میلیون تومان", "IRR", 3_460_000_000),
        ("خمسة 5 آلاف", "SAR", None),
        ("5 آلاف ريال", "SAR", 500_000),
        (".5", "SAR", 50),
        ("0", "SAR", 0),
    ],
)
def test_a_typed_amount_is_understood(text, currency, minor):
    with using(RIYADH):
        if minor is None:
            with pytest.raises(ValidationError):
                parse_money(text, currency)
        else:
            assert parse_money(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("", "SAR", "money"),
        ("غير محدد", "SAR", "money"),
        ("about 500", "SAR", "money"),
        ("500 - 600", "SAR", "money"),
        ("1,2345", "SAR", "number"),
        ("1.005", "SAR", "too_fine"),
        ("1.5", "IRR", "too_fine"),
        ("$64,000", "SAR", "other_currency"),
        ("500 یورو", "IRR", "other_currency"),
        ("500 تومان", "GBP", "other_currency"),
    ],
)
def test_what_is_no_amount_is_told(text, currency, code):
    with using(LONDON), pytest.raises(ValidationError) as error:
        parse_money(text, currency)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("text", "currency", "message"),
    [
        ("x", "GBP", "Write an amount, like 48,500."),
        ("$5", "GBP", "Amounts here are in £, not in $."),
        ("1.005", "GBP", "£ amounts have at most 2 decimal places."),
        ("1.5", "JPY", "¥ amounts have no decimal places."),
    ],
)
def test_the_reason_is_in_the_readers_words(text, currency, message):
    with using(LONDON), pytest.raises(ValidationError) as error:
        parse_money(text, currency)
    assert error.value.messages == [message]


@given(AMOUNTS, USUAL, st.sampled_from(EVERYONE))
def test_what_was_written_in_full_can_be_typed(minor, currency, reader):
    with using(reader):
        assert parse_money(format_money(minor, currency, full=True), currency) == minor
        assert parse_money(format_amount(minor, currency), currency) == minor


@given(st.integers(1, 10**9), st.sampled_from(EVERYONE))
def test_rials_in_short_can_be_typed_too(hundredths, reader):
    minor = hundredths * 10_000
    assume(minor >= 1_000_000)
    with using(reader):
        assert parse_money(format_money(minor, "IRR"), "IRR") == minor


@given(AMOUNTS, USUAL)
def test_the_digits_alone_differ_between_readers(minor, currency):
    with using(RIYADH):
        latin = format_money(minor, currency)
    with using(replace(RIYADH, digits="arab")):
        arabic = format_money(minor, currency)
    assert len(latin) == len(arabic)


@given(st.text(max_size=30), USUAL)
def test_any_text_is_an_amount_or_told(text, currency):
    with using(LONDON):
        try:
            assert isinstance(parse_money(text, currency), int)
        except ValidationError as error:
            assert error.messages
