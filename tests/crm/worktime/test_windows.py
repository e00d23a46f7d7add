"""Hours of a day as people type them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n.state import using
from crm.worktime.windows import format_windows, parse_windows
from tests.crm.l10n.readers import EVERYONE, LONDON, TEHRAN


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("", []),
        ("9-17", [[540, 1020]]),
        ("9:00–12:30, 14–18", [[540, 750], [840, 1080]]),
        ("14-18; 9-12", [[540, 720], [840, 1080]]),
        ("9 am - 1 pm and 2 pm - 6:30 pm", [[540, 780], [840, 1110]]),
        ("9 to 17", [[540, 1020]]),
        ("۹ تا ۱۲:۳۰، ۱۳ تا ۱۷", [[540, 750], [780, 1020]]),
        ("٩ إلى ١٧", [[540, 1020]]),
        ("8 ص - 4 م", [[480, 960]]),
        ("22:00-06:00", [[1320, 1800]]),
        ("0-24", [[0, 1440]]),
        ("00:00–00:00", [[0, 1440]]),
    ],
)
def test_what_is_typed_is_understood(text, windows):
    with using(LONDON):
        assert parse_windows(text) == windows


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("morning", "hours"),
        ("9", "hours"),
        ("9-12-15", "hours"),
        ("25-26", "hours"),
        ("24-8", "hours"),
        ("9-12, 11-14", "overlap"),
        ("22-10, 9-12", "overlap"),
        (", ".join(f"{h}:00-{h}:30" for h in range(9)), "many"),
    ],
)
def test_what_cannot_be_read_is_told(text, code):
    with using(LONDON), pytest.raises(ValidationError) as error:
        parse_windows(text)
    assert error.value.code == code


WINDOWS = st.lists(st.integers(0, 1439), min_size=2, max_size=8, unique=True).map(
    lambda ends: [list(pair) for pair in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)]
)


@given(WINDOWS, st.sampled_from(EVERYONE))
def test_what_is_written_can_be_typed(windows, reader):
    with using(reader):
        assert parse_windows(format_windows(windows)) == windows


def test_hours_are_in_the_readers_digits():
    with using(TEHRAN):
        assert format_windows([[540, 750], [1320, 1800]]) == "۰۹:۰۰–۱۲:۳۰, ۲۲:۰۰–۰۶:۰۰"
