import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.lib.digits import SETS, from_latin, to_latin


def test_each_set_becomes_latin():
    for digits in SETS.values():
        assert to_latin(f"کد {digits}!") == "کد 0123456789!"


def test_full_width_digits_become_latin():
    assert to_latin("０１２９") == "0129"


def test_other_numerals_stay():
    assert to_latin("१२ Ⅳ ²") == "१२ Ⅳ ²"


@given(st.text(), st.sampled_from(sorted(SETS)))
def test_a_text_with_latin_digits_comes_back(text, digits):
    assert to_latin(from_latin(to_latin(text), digits)) == to_latin(text)


@given(st.text())
def test_the_length_never_changes(text):
    assert len(to_latin(text)) == len(from_latin(text, "arab")) == len(text)


def test_an_unknown_set_is_an_error():
    with pytest.raises(KeyError):
        from_latin("1", "roman")
