"""Days that come again in three calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n import calendars
from crm.l10n.calendars import CALENDARS, OutOfRange
from crm.l10n.recurrence import UNITS, Anniversary, Recurrence, age_on, next_birthday

GREGORIAN, JALALI, HIJRI = (CALENDARS[name] for name in ("gregorian", "jalali", "hijri"))
DAYS = st.dates(date(1950, 1, 1), date(2060, 1, 1))
CALENDAR = st.sampled_from(list(CALENDARS))
ANNIVERSARIES = st.builds(Anniversary.of, DAYS, st.sampled_from(list(CALENDARS.values())))
RECURRENCES = st.builds(Recurrence, DAYS, st.sampled_from(UNITS), st.integers(1, 12), CALENDAR)


@pytest.mark.parametrize(
    ("code", "day", "coming"),
    [
        ("gregorian-02-29", date(2027, 1, 1), date(2027, 2, 28)),
        ("gregorian-02-29", date(2028, 1, 1), date(2028, 2, 29)),
        ("gregorian-02-29", date(2027, 2, 28), date(2027, 2, 28)),
        ("gregorian-12-25", date(2026, 12, 26), date(2027, 12, 25)),
        ("jalali-12-30", date(2025, 1, 1), date(2025, 3, 20)),  # 1403 is leap
        ("jalali-12-30", date(2026, 1, 1), date(2026, 3, 20)),  # 29 Esfand 1404
        ("jalali-11-22", date(2026, 11, 22), date(2027, 2, 11)),
        ("hijri-10-01", date(2026, 1, 1), date(2026, 3, 20)),
        ("hijri-12-30", date(2026, 1, 1), date(2026, 6, 15)),  # 1447 ends with 29 Dhu al-Hijja
        ("hijri-12-30", date(2019, 8, 3), date(2019, 8, 30)),  # 1440 as well
    ],
)
def test_known_occurrences(code, day, coming):
    assert Anniversary.read(code).on_or_after(day) == coming


def test_a_lunar_day_may_come_twice_in_a_solar_year():
    muharram = Anniversary("hijri", 7, 27)
    assert len(muharram.between(date(2030, 1, 1), date(2030, 12, 31))) == 1
    assert [len(Anniversary("hijri", 9, 1).between(date(y, 1, 1), date(y, 12, 31))) for y in (2029, 2030, 2031)] == [
        1, 2, 1,
    ]  # fmt: skip


def test_beyond_the_tables_there_is_none():
    ramadan = Anniversary("hijri", 9, 1)
    assert ramadan.between(date(2100, 1, 1), date(2101, 1, 1)) == []
    assert len(ramadan.between(date(2076, 1, 1), date(2200, 1, 1))) == 2
    with pytest.raises(OutOfRange):
        ramadan.in_year(1600)


@pytest.mark.parametrize(
    "code", ["gregorian-02-30", "gregorian-04-31", "jalali-07-31", "hijri-01-31", "lunar-01-01", "jalali-13-01", "x"]
)
def test_days_of_no_year_are_refused(code):
    with pytest.raises(ValueError, match="."):
        Anniversary.read(code)


@given(ANNIVERSARIES)
def test_a_code_is_read_back(anniversary):
    assert Anniversary.read(anniversary.code) == anniversary


@given(ANNIVERSARIES, DAYS)
def test_occurrences_surround_a_day(anniversary, day):
    before, after = anniversary.on_or_before(day), anniversary.on_or_after(day)
    assert before <= day <= after
    assert (after - before).days <= 366
    assert anniversary.on_or_after(after) == after
    assert anniversary.between(before, after) == sorted({before, after})


@given(ANNIVERSARIES, DAYS, st.integers(0, 800))
def test_later_days_have_no_earlier_occurrence(anniversary, day, more):
    assert anniversary.on_or_after(day) <= anniversary.on_or_after(day + timedelta(days=more))


@pytest.mark.parametrize(
    ("born", "day", "which", "coming", "age"),
    [
        (date(2000, 2, 29), date(2027, 2, 1), GREGORIAN, date(2027, 2, 28), 27),
        (date(2000, 2, 29), date(2028, 2, 28), GREGORIAN, date(2028, 2, 29), 28),
        (JALALI.date(1375, 12, 30), date(2026, 11, 22), JALALI, JALALI.date(1405, 12, 29), 30),
        (JALALI.date(1375, 12, 30), JALALI.date(1408, 12, 1), JALALI, JALALI.date(1408, 12, 30), 33),
        (HIJRI.date(1410, 9, 30), date(2026, 11, 22), HIJRI, HIJRI.date(1448, 9, 29), 38),
    ],
)
def test_birthdays(born, day, which, coming, age):
    assert next_birthday(born, day, which) == (coming, age)
    assert age_on(born, coming, which) == age
    assert age_on(born, coming - timedelta(days=1), which) == age - 1


def test_nobody_has_an_age_before_birth():
    assert age_on(date(2030, 1, 1), date(2026, 1, 1), GREGORIAN) == 0
    assert next_birthday(date(2030, 1, 1), date(2026, 1, 1), GREGORIAN) == (date(2030, 1, 1), 0)


def test_a_monthly_31st_comes_back_after_short_months():
    monthly = Recurrence(date(2027, 1, 31), "month")
    assert [monthly.occurrence(n).day for n in range(5)] == [31, 28, 31, 30, 31]
    jalali = Recurrence(JALALI.date(1405, 6, 31), "month", 1, "jalali")
    assert [JALALI.fields(jalali.occurrence(n))[1:] for n in (0, 1, 6, 7)] == [(6, 31), (7, 30), (12, 29), (1, 31)]


def test_a_yearly_30_esfand_comes_on_the_29th_and_returns():
    yearly = Recurrence(JALALI.date(1403, 12, 30), "year", 1, "jalali")
    assert [JALALI.fields(yearly.occurrence(n))[2] for n in range(6)] == [30, 29, 29, 29, 29, 30]


@given(RECURRENCES, st.integers(0, 60))
def test_occurrences_go_forward(recurrence, number):
    try:
        assert recurrence.occurrence(number) < recurrence.occurrence(number + 1)
    except OutOfRange:
        assert recurrence.calendar == "hijri"


@given(RECURRENCES, DAYS)
def test_the_one_after_a_day_is_the_first_after_it(recurrence, day):
    try:
        found = recurrence.after(day)
        between = recurrence.between(recurrence.start, found)
    except OutOfRange:
        return
    assert found > day
    assert between[-1] == found
    assert all(each <= day for each in between[:-1]) or found == recurrence.start
    assert between == [recurrence.occurrence(n) for n in range(len(between))]


@pytest.mark.parametrize(("unit", "every"), [("hour", 1), ("day", 0)])
def test_what_does_not_recur_is_refused(unit, every):
    with pytest.raises(ValueError, match="recurrence"):
        Recurrence(date(2026, 1, 1), unit, every)


@given(DAYS, st.integers(-50, 50), st.sampled_from(list(CALENDARS.values())))
def test_years_are_added_in_the_calendar(day, years, which):
    try:
        moved = calendars.add_years(day, years, which)
    except OutOfRange:
        return
    if which.covers(moved):
        assert which.fields(moved)[:2] == (which.fields(day)[0] + years, which.fields(day)[1])
        assert 0 <= which.fields(day)[2] - which.fields(moved)[2] <= 1
