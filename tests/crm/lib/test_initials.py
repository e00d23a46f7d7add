"""What stands in the round sign of a person and the square one of a firm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.lib.text import initials, tone

TONES = {"slate", "sky", "indigo", "violet", "teal", "plum", "sand"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ريم الشهري", "ر"),
        ("مریم حسینی", "م"),
        ("آرش", "آ"),
        ("شركة النور", "ن"),
        ("شرکت سپهر", "س"),
        ("مهندس رضایی", "ر"),
        ("الريم للتجارة", "ر"),
        ("الله", "ا"),
        ("شركة", "ش"),
        ("Daniel Brooks", "DB"),
        ("daniel de brooks", "DB"),
        ("Reem Al-Shehri", "RS"),
        ("The Office", "O"),
        ("Łukasz", "Ł"),
        ("ßtrasse", "S"),
        ("Emile\u0301", "E"),
        ("3M", "M"),
        ("", "?"),
        ("1-800", "?"),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


@given(st.text())
def test_any_name_has_a_sign_of_at_most_two_letters(name):
    assert 1 <= len(initials(name)) <= 2


@given(st.text())
def test_any_name_has_a_tone(name):
    assert tone(name) in TONES


def test_a_tone_survives_restarts_and_spellings():
    assert tone("علي") == tone("علی") == "sand"
    assert tone("Daniel Brooks") == "slate"


def test_names_spread_over_all_tones():
    assert {tone(f"name {number}") for number in range(100)} == TONES
