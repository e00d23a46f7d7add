"""Days, months and years of the three calendars, against known tables and against each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n import calendars
from crm.l10n.calendar_names import MONTH_WORDS, MONTHS, WEEKDAY_WORDS, WEEKDAYS, key
from crm.l10n.calendars import CALENDARS, OutOfRange
from crm.l10n.state import using
from tests.crm.l10n.readers import LONDON, MECCA, RIYADH, TEHRAN

GREGORIAN, JALALI, HIJRI = (CALENDARS[name] for name in ("gregorian", "jalali", "hijri"))
EACH = pytest.mark.parametrize("which", CALENDARS.values(), ids=list(CALENDARS))


def days_of(which):
    return st.dates(max(which.first, date(1700, 1, 1)), min(which.last, date(2200, 1, 1)))


CALENDAR_AND_DAY = st.sampled_from(list(CALENDARS.values())).flatmap(lambda c: st.tuples(st.just(c), days_of(c)))


@pytest.mark.parametrize(
    ("which", "fields", "day"),
    [
        (JALALI, (1405, 9, 1), date(2026, 11, 22)),
        (JALALI, (1405, 1, 1), date(2026, 3, 21)),
        (JALALI, (1404, 1, 1), date(2025, 3, 21)),
        (JALALI, (1403, 1, 1), date(2024, 3, 20)),
        (JALALI, (1403, 12, 30), date(2025, 3, 20)),
        (JALALI, (1357, 11, 22), date(1979, 2, 11)),
        (JALALI, (1300, 1, 1), date(1921, 3, 21)),
        (HIJRI, (1448, 6, 11), date(2026, 11, 21)),
        (HIJRI, (1445, 9, 1), date(2024, 3, 11)),
        (HIJRI, (1446, 1, 1), date(2024, 7, 7)),
        (HIJRI, (1447, 1, 1), date(2025, 6, 26)),
        (HIJRI, (1343, 1, 1), date(1924, 8, 1)),
        (GREGORIAN, (2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_known_days(which, fields, day):
    assert which.date(*fields) == day
    assert which.fields(day) == fields


def test_jalali_leap_years():
    """The official ones of this century and the last; after 1403 five years pass, and after 1370 too."""
    leap = {year for year in range(1343, 1441) if JALALI.month_length(year, 12) == 30}
    assert leap == {
        *(1346, 1350, 1354, 1358, 1362, 1366, 1370),
        *(1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403),
        *(1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436),
    }


def test_umm_al_qura_months_of_a_year():
    """1445, as the official calendar announced it."""
    firsts = ["2023-07-19", "2023-08-17", "2023-09-16", "2023-10-16", "2023-11-15", "2023-12-14"]
    firsts += ["2024-01-13", "2024-02-11", "2024-03-11", "2024-04-10", "2024-05-09", "2024-06-07"]
    assert [HIJRI.date(1445, month, 1).isoformat() for month in range(1, 13)] == firsts


@EACH
def test_month_sums_equal_day_sums(which):
    for year in (1404, 1405, 1447, 1448) if which is not GREGORIAN else (1900, 2000, 2026, 2028):
        year_length = (which.date(year + 1, 1, 1) - which.date(year, 1, 1)).days
        assert sum(which.month_length(year, month) for month in range(1, 13)) == year_length


@given(CALENDAR_AND_DAY)
def test_a_day_comes_back(which_and_day):
    which, day = which_and_day
    assert which.date(*which.fields(day)) == day


@given(CALENDAR_AND_DAY)
def test_the_next_day_is_counted_next(which_and_day):
    which, day = which_and_day
    if which.covers(day + timedelta(days=1)):
        today, tomorrow = which.fields(day), which.fields(day + timedelta(days=1))
        assert tomorrow > today
        assert tomorrow[2] in (today[2] + 1, 1)


@given(CALENDAR_AND_DAY)
def test_months_quarters_and_years_begin_at_one(which_and_day):
    which, day = which_and_day
    assert which.fields(calendars.first_of_month(day, which))[2] == 1
    assert which.fields(calendars.first_of_quarter(day, which))[1:] in [(1, 1), (4, 1), (7, 1), (10, 1)]
    assert which.fields(calendars.first_of_year(day, which))[1:] == (1, 1)
    assert calendars.first_of_year(day, which) <= calendars.first_of_quarter(day, which)
    assert calendars.first_of_quarter(day, which) <= calendars.first_of_month(day, which) <= day


@given(CALENDAR_AND_DAY)
def test_the_last_day_of_a_month_is_before_the_next_first(which_and_day):
    which, day = which_and_day
    last = calendars.last_of_month(day, which)
    year, month, number = which.fields(last)
    assert last >= day
    assert number == which.month_length(year, month)


@given(CALENDAR_AND_DAY, st.integers(-60, 60))
def test_adding_months_keeps_the_day_or_stops_at_the_last(which_and_day, months):
    which, day = which_and_day
    try:
        moved = calendars.add_months(day, months, which)
    except OutOfRange:
        return
    if not which.covers(moved):
        return
    (year, month, number), (to_year, to_month, to_number) = which.fields(day), which.fields(moved)
    assert (to_year * 12 + to_month) - (year * 12 + month) == months
    assert to_number == min(number, which.month_length(to_year, to_month))


def test_the_end_of_january_moves_to_the_end_of_february():
    assert calendars.add_months(date(2027, 1, 31), 1, GREGORIAN) == date(2027, 2, 28)
    assert calendars.add_months(date(2028, 1, 31), 1, GREGORIAN) == date(2028, 2, 29)
    assert calendars.add_months(JALALI.date(1405, 6, 31), 1, JALALI) == JALALI.date(1405, 7, 30)
    assert calendars.add_months(JALALI.date(1405, 1, 31), -1, JALALI) == JALALI.date(1404, 12, 29)


@pytest.mark.parametrize(
    ("which", "bad"), [(GREGORIAN, (2027, 2, 29)), (JALALI, (1405, 12, 30)), (HIJRI, (1448, 1, 31))]
)
def test_days_that_never_come_are_refused(which, bad):
    with pytest.raises(ValueError, match="."):
        which.date(*bad)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_beyond_the_tables_is_told_and_reading_falls_back(day):
    with pytest.raises(OutOfRange):
        HIJRI.fields(day)
    with using(MECCA):
        assert calendars.reading(day) is GREGORIAN


def test_hijri_years_without_a_table_are_told():
    for year in (1342, 1501, 1600):
        with pytest.raises(OutOfRange):
            HIJRI.date(year, 1, 1)


@pytest.mark.parametrize(
    ("reader", "first"), [(LONDON, date(2026, 11, 16)), (RIYADH, date(2026, 11, 15)), (TEHRAN, date(2026, 11, 21))]
)
def test_a_week_begins_where_the_workspace_says(reader, first):
    with using(reader):
        assert calendars.first_of_week(date(2026, 11, 21)) == first


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_week_holds_its_day(day, start):
    first = calendars.first_of_week(day, start)
    assert first.weekday() == start
    assert 0 <= (day - first).days < 7


def test_every_table_of_names_is_whole():
    assert all(len(set(names)) == 7 for names in WEEKDAYS.values())
    for calendar, languages in MONTHS.items():
        for names in languages.values():
            assert [MONTH_WORDS[key(name)] for name in names] == [(calendar, n) for n in range(1, 13)]


def test_no_month_begins_like_a_day():
    assert not [month for month in MONTH_WORDS if month.startswith(tuple(WEEKDAY_WORDS))]


@pytest.mark.parametrize("which", [JALALI, HIJRI], ids=["jalali", "hijri"])
def test_the_pages_table_says_how_long_every_month_is(which):
    year, first, rows = calendars.month_table(which.key)
    day = date.fromisoformat(first)
    for at, bits in enumerate(rows):
        for month in range(12):
            assert not which.covers(day) or which.fields(day) == (year + at, month + 1, 1)
            solar = (31,) * 6 + (30,) * 5 + (29 + int(bits, 16),)
            day += timedelta(days=solar[month] if which is JALALI else 28 + (int(bits, 16) >> 2 * month & 3))
    assert len(rows) == len(which.years)


def test_browsers_know_the_gregorian_calendar():
    assert calendars.month_table("gregorian") is None
