"""What readers see of a date, and what they may type for one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n import dates
from crm.l10n.calendars import CALENDARS
from crm.l10n.state import using
from crm.lib.digits import SETS, from_latin
from tests.crm.l10n.readers import EVERYONE, LONDON, MECCA, RIYADH, TEHRAN

DAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
PLAUSIBLE = st.dates(date(1930, 1, 1), date(2070, 1, 1))


@pytest.fixture
def on_saturday(monkeypatch):
    """It is 21 November 2026, whenever the tests run."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC))


@pytest.fixture
def written(on_saturday):
    def write(reader, function, *args):
        with using(reader):
            return function(*args)

    return write


@pytest.mark.parametrize(
    ("reader", "style", "text"),
    [
        (LONDON, "short", "Tue 24 Nov"),
        (LONDON, "medium", "24 Nov 2026"),
        (LONDON, "long", "Tuesday 24 November 2026"),
        (LONDON, "numeric", "2026/11/24"),
        (RIYADH, "short", "الثلاثاء 24 نوفمبر"),
        (RIYADH, "long", "الثلاثاء 24 نوفمبر 2026"),
        (MECCA, "short", "الثلاثاء ١٤ جمادى الآخرة"),
        (MECCA, "long", "الثلاثاء ١٤ جمادى الآخرة ١٤٤٨"),
        (MECCA, "numeric", "١٤٤٨/٠٦/١٤"),
        (TEHRAN, "short", "سه‌شنبه ۳ آذر"),
        (TEHRAN, "medium", "۳ آذر ۱۴۰۵"),
        (TEHRAN, "numeric", "۱۴۰۵/۰۹/۰۳"),
        (replace(LONDON, calendar="jalali"), "long", "Tuesday 3 Azar 1405"),
        (replace(LONDON, calendar="hijri"), "medium", "14 Jumada al-Akhira 1448"),
        (replace(RIYADH, calendar="jalali"), "medium", "3 آذر 1405"),
        (replace(TEHRAN, calendar="gregorian", digits="latn"), "medium", "24 نوامبر 2026"),
    ],
)
def test_a_date_is_written_as_its_reader_writes(written, reader, style, text):
    assert written(reader, dates.format_date, DAY, style) == text


@pytest.mark.parametrize(("days", "text"), [(0, "Today"), (1, "Tomorrow"), (-1, "Yesterday"), (2, "Mon 23 Nov")])
def test_near_days_have_words(written, days, text):
    assert written(LONDON, dates.format_date, date(2026, 11, 21) + timedelta(days)) == text


def test_another_year_is_told(written):
    assert written(LONDON, dates.format_date, date(2025, 11, 24)) == "24 Nov 2025"
    assert written(TEHRAN, dates.format_date, date(2026, 3, 1)) == "۱۰ اسفند ۱۴۰۴"


def test_a_day_beyond_the_readers_calendar_says_which_it_is(written):
    reader = replace(LONDON, calendar="hijri")
    assert written(reader, dates.format_date, date(1900, 1, 31), "medium") == "31 Jan 1900 (Gregorian)"


@pytest.mark.parametrize("reader", EVERYONE)
@pytest.mark.parametrize("day", [date(1, 1, 1), date(1600, 2, 29), date(9999, 12, 31)])
def test_no_date_breaks_a_page(written, reader, day):
    for style in ("short", "medium", "long", "numeric"):
        assert written(reader, dates.format_date, day, style)


@pytest.mark.parametrize(
    ("reader", "style", "text"),
    [
        (LONDON, "short", "Tue 24 Nov 12:05"),
        (LONDON, "long", "Tuesday 24 November 2026, 12:05"),
        (LONDON, "numeric", "2026/11/24 12:05"),
        (RIYADH, "short", "الثلاثاء 24 نوفمبر 15:05"),
        (TEHRAN, "short", "سه‌شنبه ۳ آذر ۱۵:۳۵"),
        (TEHRAN, "numeric", "۱۴۰۵/۰۹/۰۳ ۱۵:۳۵"),
    ],
)
def test_a_moment_is_on_the_readers_clock(written, reader, style, text):
    assert written(reader, dates.format_datetime, NOON, style) == text


def test_today_is_the_readers_day(written):
    late = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert written(LONDON, dates.format_datetime, late) == "Yesterday 22:30"
    assert written(replace(LONDON, time_zone="Asia/Riyadh"), dates.format_datetime, late) == "Today 01:30"


def test_a_month_has_a_name_and_a_year(written):
    assert written(LONDON, dates.format_month, DAY) == "November 2026"
    assert written(TEHRAN, dates.format_month, DAY) == "آذر ۱۴۰۵"


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-13), "13 minutes ago"),
        (timedelta(hours=-3, minutes=-59), "3 hours ago"),
        (timedelta(days=-1), "1 day ago"),
        (timedelta(days=-45), "45 days ago"),
        (timedelta(days=-90), "3 months ago"),
        (timedelta(days=-800), "2 years ago"),
        (timedelta(minutes=15), "in 15 minutes"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=70), "in 2 months"),
        (timedelta(days=1000), "in 2 years"),
    ],
)
def test_how_far_away(written, ahead, text):
    assert written(LONDON, dates.format_relative, timezone.now() + ahead) == text


def test_counts_are_in_the_readers_digits(written):
    reader = replace(LONDON, digits="arabext")
    assert written(reader, dates.format_relative, timezone.now() - timedelta(minutes=13)) == "۱۳ minutes ago"


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(days=2), "2 days late"),
        (timedelta(minutes=15), "15 minutes late"),
        (timedelta(hours=1), "1 hour late"),
        (timedelta(days=100), "3 months late"),
        (timedelta(days=750), "2 years late"),
        (timedelta(seconds=59), ""),
        (timedelta(hours=-1), ""),
    ],
)
def test_how_late(written, ago, text):
    assert written(LONDON, dates.format_late, timezone.now() - ago) == text


def test_a_day_is_late_from_the_next_one_on(written):
    assert written(LONDON, dates.format_late, date(2026, 11, 21)) == ""
    assert written(LONDON, dates.format_late, date(2026, 11, 20)) == "1 day late"


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (LONDON, "2026-11-24", DAY),
        (LONDON, "2026/11/24", DAY),
        (LONDON, "24.11.2026", DAY),
        (LONDON, "24 11 2026", DAY),
        (LONDON, "24-11-2026", DAY),
        (LONDON, "20261124", DAY),
        (LONDON, "24 Nov 2026", DAY),
        (LONDON, "24 november, 2026", DAY),
        (LONDON, "Nov 24, 2026", DAY),
        (LONDON, "2026 Nov 24", DAY),
        (LONDON, "Tue 24 Nov 2026", DAY),
        (LONDON, "Tuesday, November 24, 2026", DAY),
        (LONDON, "Tue 24/11/2026", DAY),
        (LONDON, "\u200e2026/11/24\u200f ", DAY),
        (LONDON, "٢٤/١١/٢٠٢٦", DAY),
        (LONDON, "۳ آذر ۱۴۰۵", DAY),
        (LONDON, "3 Azar 1405", DAY),
        (LONDON, "14 جمادى الآخرة 1448", DAY),
        (LONDON, "1405/09/03", DAY),
        (LONDON, "1448/06/14", DAY),
        (RIYADH, "24 نوفمبر 2026", DAY),
        (RIYADH, "24 تشرين الثاني 2026", DAY),
        (RIYADH, "الثلاثاء 24 نوفمبر 2026", DAY),
        (RIYADH, "1448/06/14", DAY),
        (RIYADH, "30/06/2024", date(2024, 6, 30)),
        (MECCA, "١٤٤٨/٦/١٤", DAY),
        (MECCA, "14-6-1448", DAY),
        (MECCA, "2026/11/24", DAY),
        (MECCA, "24 نوفمبر 2026", DAY),
        (MECCA, "١٤ جمادى الثانية ١٤٤٨", DAY),
        (TEHRAN, "۱۴۰۵/۹/۳", DAY),
        (TEHRAN, "3/9/1405", DAY),
        (TEHRAN, "١٤٠٥-٠٩-٠٣", DAY),
        (TEHRAN, "۳ آذر ۱۴۰۵", DAY),
        (TEHRAN, "سه شنبه ۳ آذر ۱۴۰۵", DAY),
        (TEHRAN, "2026-11-24", DAY),
        (TEHRAN, "1367/6/6", date(1988, 8, 28)),
        (TEHRAN, "۱۳۶۵-۰۶-۰۸", date(1986, 8, 30)),
        (TEHRAN, "1403/12/30", date(2025, 3, 20)),
        (replace(TEHRAN, calendar="gregorian"), "1405/09/03", DAY),
    ],
)
def test_a_typed_date_is_understood(on_saturday, reader, text, expected):
    with using(reader):
        assert dates.parse_date(text) == expected


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (LONDON, "", "date"),
        (LONDON, "soon", "date"),
        (LONDON, "24/11", "date"),
        (LONDON, "24 Foo 2026", "date"),
        (LONDON, "1/2/3/4", "date"),
        (LONDON, "24/11/20261", "date"),
        (LONDON, "024/11/2026", "date"),
        (LONDON, "24/11/26", "short_year"),
        (LONDON, "11/24/2026", "no_such_date"),
        (LONDON, "31/11/2026", "no_such_day"),
        (LONDON, "29 Feb 2027", "no_such_day"),
        (LONDON, "0/1/2026", "no_such_day"),
        (LONDON, "1/1/0999", "no_such_date"),
        (LONDON, "1/1/3500", "no_such_date"),
        (TEHRAN, "1405/12/30", "no_such_day"),
        (TEHRAN, "1405/13/1", "no_such_date"),
        (TEHRAN, "05/9/3", "short_year"),
        (MECCA, "1448/06/30", "no_such_day"),
        (MECCA, "1340/01/01", "no_such_date"),
    ],
)
def test_what_is_no_date_is_told(on_saturday, reader, text, code):
    with using(reader), pytest.raises(ValidationError) as error:
        dates.parse_date(text)
    assert error.value.code == code


def test_the_reason_names_the_month():
    with using(LONDON), pytest.raises(ValidationError, match="November 2026 has 30 days"):
        dates.parse_date("31/11/2026")


@given(PLAUSIBLE, st.sampled_from(EVERYONE), st.sampled_from(["medium", "long", "numeric"]))
def test_what_was_written_can_be_typed(day, reader, style):
    with using(reader):
        assert dates.parse_date(dates.format_date(day, style)) == day


@given(
    PLAUSIBLE,
    st.sampled_from(EVERYONE),
    st.sampled_from(sorted(SETS)),
    st.sampled_from("/-. "),
    st.booleans(),
    st.booleans(),
)
def test_any_digits_separators_and_order_say_the_same(day, reader, digits, separator, year_first, padded):
    numbers = [f"{n:02}" if padded else str(n) for n in CALENDARS[reader.calendar].fields(day)]
    text = separator.join(numbers if year_first else numbers[::-1])
    with using(reader):
        assert dates.parse_date(from_latin(text, digits)) == day


@given(st.text(max_size=30), st.sampled_from(EVERYONE))
def test_any_text_is_a_date_or_told(text, reader):
    with using(reader):
        try:
            assert isinstance(dates.parse_date(text), date)
        except ValidationError as error:
            assert error.messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", clock(14, 30)),
        ("۱۴:۳۰", clock(14, 30)),
        ("9:05", clock(9, 5)),
        ("14:30:59", clock(14, 30, 59)),
        ("2:30 pm", clock(14, 30)),
        ("12:30 AM", clock(0, 30)),
        ("12:00 p.m.", clock(12)),
        ("٢:٣٠ م", clock(14, 30)),
        ("٩:٣٠ ص", clock(9, 30)),
        ("۲:۳۰ ب.ظ", clock(14, 30)),
        ("۹:۳۰ ق.ظ", clock(9, 30)),
        ("9:30 مساء", clock(21, 30)),
    ],
)
def test_a_typed_time_is_understood(text, expected):
    with using(LONDON):
        assert dates.parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "25:00", "12:60", "9", "930"])
def test_what_is_no_time_is_told(text):
    with using(LONDON), pytest.raises(ValidationError):
        dates.parse_time(text)


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (TEHRAN, "1405/09/01 14:30", datetime(2026, 11, 22, 11, 0, tzinfo=UTC)),
        (TEHRAN, "۱ آذر ۱۴۰۵، ۱۴:۳۰", datetime(2026, 11, 22, 11, 0, tzinfo=UTC)),
        (RIYADH, "2026-11-24T14:30", datetime(2026, 11, 24, 11, 30, tzinfo=UTC)),
        (LONDON, "Tue 24 Nov 2026 2:30 pm", datetime(2026, 11, 24, 14, 30, tzinfo=UTC)),
        (LONDON, "14:30", datetime(2026, 11, 21, 14, 30, tzinfo=UTC)),
        (LONDON, "24/6/2026, 14:30", datetime(2026, 6, 24, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_typed_moment_is_on_the_readers_clock(on_saturday, reader, text, expected):
    with using(reader):
        assert dates.parse_datetime(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("2026/11/24", "no_time"), ("", "no_time"), ("foo 14:30", "date"), ("2026/03/29 01:30", "gap"), ("24:30", "time")],
)
def test_what_is_no_moment_is_told(text, code):
    with using(LONDON), pytest.raises(ValidationError) as error:
        dates.parse_datetime(text)
    assert error.value.code == code


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), st.sampled_from(EVERYONE))
def test_a_written_moment_can_be_typed(moment, reader):
    moment = moment.replace(second=0, microsecond=0)
    with using(reader):
        again = dates.parse_datetime(dates.format_datetime(moment, "numeric"))
    # the hour that autumn repeats can mean either
    assert abs(again - moment) in (timedelta(0), timedelta(hours=1))


def test_the_example_is_today_in_the_readers_calendar(written):
    assert written(TEHRAN, dates.example_date) == "۱۴۰۵/۰۸/۳۰"
    assert written(LONDON, dates.example_datetime) == "2026/11/21 09:00"
