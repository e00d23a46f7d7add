import pytest

from crm.lib.text import base_direction, isolate


@pytest.mark.parametrize(
    "text, expected",
    [("Noura", "ltr"), ("نورة", "rtl"), ("پنجره", "rtl"), ("12 (", ""), ("+966 نورة Noura", "rtl"), ("«Oxbow»", "ltr")],
)  # fmt: skip
def test_a_text_runs_as_its_first_letter_does(text, expected):
    assert base_direction(text) == expected


def test_isolated_text_is_wrapped_in_marks_that_are_not_seen():
    assert isolate("Noura") == "\u2068Noura\u2069"
