"""Days by where they lie, as people of three languages type them."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n import dates
from crm.l10n.calendars import CALENDARS
from crm.l10n.recurrence import Anniversary
from crm.l10n.relative import nearest, relative_day
from crm.l10n.state import using
from tests.crm.l10n.readers import EVERYONE, LONDON, MECCA, RIYADH, TEHRAN

SATURDAY = date(2026, 11, 21)
JALALI = CALENDARS["jalali"]


@pytest.fixture
def on_saturday(monkeypatch):
    monkeypatch.setattr(dates.timezone, "now", lambda: datetime(2026, 11, 21, 9, 30, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-21"),
        ("Tomorrow", "2026-11-22"),
        ("yesterday", "2026-11-20"),
        ("day after tomorrow", "2026-11-23"),
        ("غداً", "2026-11-22"),
        ("أمس", "2026-11-20"),
        ("بعد غد", "2026-11-23"),
        ("فردا", "2026-11-22"),
        ("پس‌فردا", "2026-11-23"),
        ("دیروز", "2026-11-20"),
        ("+3d", "2026-11-24"),
        ("+ 3", None),
        ("-2d", "2026-11-19"),
        ("+2w", "2026-12-05"),
        ("+1m", "2026-12-21"),
        ("+1y", "2027-11-21"),
        ("in 3 days", "2026-11-24"),
        ("3 days ago", "2026-11-18"),
        ("2 weeks later", "2026-12-05"),
        ("بعد 3 أيام", "2026-11-24"),
        ("قبل 3 أيام", "2026-11-18"),
        ("3 روز دیگر", "2026-11-24"),
        ("3 روز پیش", "2026-11-18"),
        ("2 هفته بعد", "2026-12-05"),
        ("saturday", "2026-11-28"),
        ("sunday", "2026-11-22"),
        ("next monday", "2026-11-23"),
        ("last monday", "2026-11-16"),
        ("الأحد", "2026-11-22"),
        ("الاثنين القادم", "2026-11-23"),
        ("دوشنبه", "2026-11-23"),
        ("شنبه آینده", "2026-11-28"),
        ("شنبه گذشته", "2026-11-14"),
        ("3 days", None),
        ("soon", None),
        ("", None),
        ("+9999y", None),
    ],
)
def test_where_a_day_lies(text, expected):
    with using(LONDON):
        found = relative_day(text, SATURDAY)
    assert (found and found.isoformat()) == expected


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (LONDON, "24 Nov", date(2026, 11, 24)),
        (LONDON, "Dec 25", date(2026, 12, 25)),
        (LONDON, "2 January", date(2027, 1, 2)),
        (LONDON, "12 Mehr", JALALI.date(1405, 7, 12)),
        (TEHRAN, "۱۲ مهر", JALALI.date(1405, 7, 12)),
        (TEHRAN, "۱ فروردین", JALALI.date(1406, 1, 1)),
        (TEHRAN, "۳۰ اسفند", JALALI.date(1405, 12, 29)),
        (RIYADH, "24 نوفمبر", date(2026, 11, 24)),
        (MECCA, "1 رمضان", date(2027, 2, 8)),
        (TEHRAN, "فردا", date(2026, 11, 22)),
        (TEHRAN, "+۳d", date(2026, 11, 24)),
    ],
)
def test_a_date_field_takes_them(on_saturday, reader, text, expected):
    with using(reader):
        assert dates.parse_date(text) == expected


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (LONDON, "tomorrow 9:00", datetime(2026, 11, 22, 9, 0, tzinfo=UTC)),
        (TEHRAN, "فردا ۹:۰۰", datetime(2026, 11, 22, 5, 30, tzinfo=UTC)),
        (LONDON, "+2h", datetime(2026, 11, 21, 11, 30, tzinfo=UTC)),
        (LONDON, "+90 min", datetime(2026, 11, 21, 11, 0, tzinfo=UTC)),
        (LONDON, "next monday 2:30 pm", datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_field_takes_them(on_saturday, reader, text, expected):
    with using(reader):
        assert dates.parse_datetime(text) == expected


@pytest.mark.parametrize("text", ["31 April", "30 Feb", "31 مهر", "0 Nov"])
def test_a_day_that_no_year_has_is_told(on_saturday, text):
    with using(LONDON), pytest.raises(ValidationError) as error:
        dates.parse_date(text)
    assert error.value.code == "no_such_date"


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        (LONDON, "1 Shawwal", "hijri-10-01"),
        (LONDON, "25 Dec", "gregorian-12-25"),
        (LONDON, "4/1", "gregorian-04-01"),
        (TEHRAN, "۲۲ بهمن", "jalali-11-22"),
        (TEHRAN, "۱/۱", "jalali-01-01"),
        (MECCA, "١ محرم", "hijri-01-01"),
    ],
)
def test_a_day_of_every_year_is_read_and_written(reader, text, code):
    with using(reader):
        found = dates.parse_anniversary(text)
        assert found.code == code
        assert dates.parse_anniversary(dates.format_anniversary(found)) == found


@pytest.mark.parametrize(("text", "code"), [("", "date"), ("spring", "date"), ("31 Mehr", "no_such_date")])
def test_what_is_no_day_of_the_year_is_told(text, code):
    with using(LONDON), pytest.raises(ValidationError) as error:
        dates.parse_anniversary(text)
    assert error.value.code == code


@given(st.dates(date(1950, 1, 1), date(2060, 1, 1)), st.integers(1, 12), st.integers(1, 29))
def test_the_nearest_is_within_half_a_year(day, month, number):
    for name in CALENDARS:
        assert abs((nearest(Anniversary(name, month, number), day) - day).days) <= 184


@given(st.integers(-400, 400), st.sampled_from(EVERYONE))
def test_counted_days_are_counted(days, reader):
    with using(reader):
        assert (relative_day(f"{days:+}d", SATURDAY) - SATURDAY).days == days
