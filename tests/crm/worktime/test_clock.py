"""Working time: known deadlines, and what holds for every one."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.l10n.recurrence import Anniversary
from crm.worktime.clock import (
    Closure,
    NeverWorks,
    Season,
    WorkingTime,
    add_working_days,
    add_working_time,
    working_minutes_between,
)
from crm.worktime.countries import proposed_week

LONDON, RIYADH, TEHRAN, CAIRO = map(ZoneInfo, ("Europe/London", "Asia/Riyadh", "Asia/Tehran", "Africa/Cairo"))


def week(country):
    return tuple(tuple(map(tuple, day)) for day in proposed_week(country))


LUNCH = ((540, 720), (780, 1020))
OFFICE = WorkingTime(LONDON, (LUNCH,) * 5 + ((), ()))
SAUDI = WorkingTime(
    RIYADH,
    week("SA"),
    closures=(
        Closure("Eid al-Fitr", Anniversary("hijri", 10, 1), 4),
        Closure("National Day", Anniversary("gregorian", 9, 23)),
    ),
    seasons=(Season("Ramadan", date(2026, 2, 18), date(2026, 3, 19), ((600, 960),)),),
)
IRANIAN = WorkingTime(TEHRAN, week("IR"), closures=(Closure("Nowruz", Anniversary("jalali", 1, 1), 4),))
NIGHT = WorkingTime(CAIRO, (((1200, 1680),),) * 7)
ROUND_THE_CLOCK = WorkingTime(LONDON, (((0, 1440),),) * 7)
EVERY = (OFFICE, SAUDI, IRANIAN, NIGHT, ROUND_THE_CLOCK)

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = st.integers(0, 6000)
CALENDARS = st.sampled_from(EVERY)


def at(zone, *when):
    return datetime(*when, tzinfo=zone)


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "due"),
    [
        (OFFICE, (2026, 11, 20, 16, 0), 60, (2026, 11, 20, 17, 0)),  # a Friday; not a minute later
        (OFFICE, (2026, 11, 20, 16, 0), 61, (2026, 11, 23, 9, 1)),
        (OFFICE, (2026, 11, 20, 11, 30), 60, (2026, 11, 20, 13, 30)),  # across lunch
        (OFFICE, (2026, 11, 21, 12, 0), 120, (2026, 11, 23, 11, 0)),  # a Saturday
        (OFFICE, (2026, 11, 20, 12, 30), 0, (2026, 11, 20, 13, 0)),
        (OFFICE, (2026, 11, 20, 17, 0), 0, (2026, 11, 20, 17, 0)),
        (SAUDI, (2026, 11, 19, 16, 0), 120, (2026, 11, 22, 10, 0)),  # Thursday to Sunday
        (SAUDI, (2026, 9, 22, 16, 0), 120, (2026, 9, 24, 10, 0)),  # the National Day between
        (SAUDI, (2026, 2, 19, 15, 0), 120, (2026, 2, 22, 11, 0)),  # Ramadan hours
        (SAUDI, (2026, 3, 19, 15, 30), 60, (2026, 3, 24, 9, 30)),  # over Eid, back to usual hours
        (IRANIAN, (2026, 3, 18, 16, 0), 60, (2026, 3, 25, 8, 30)),  # Nowruz 1405
        (NIGHT, (2026, 11, 21, 3, 0), 120, (2026, 11, 21, 21, 0)),  # until 4, then from 20
        (ROUND_THE_CLOCK, (2026, 3, 29, 0, 0), 120, (2026, 3, 29, 3, 0)),  # clocks go forward at 1
        (ROUND_THE_CLOCK, (2026, 10, 25, 0, 0), 180, (2026, 10, 25, 2, 0)),  # and back at 2
    ],
)
def test_known_deadlines(calendar, start, minutes, due):
    found = add_working_time(at(calendar.zone, *start), minutes, calendar)
    assert found.at == at(calendar.zone, *due)
    assert found.minutes == minutes


@pytest.mark.parametrize(
    ("calendar", "start", "days", "due"),
    [
        (OFFICE, (2026, 11, 19, 15, 0), 2, (2026, 11, 23, 15, 0)),
        (OFFICE, (2026, 11, 21, 15, 0), 1, (2026, 11, 24, 9, 0)),  # taken up on Monday at nine
        (SAUDI, (2026, 11, 19, 15, 0), 2, (2026, 11, 23, 15, 0)),
        (SAUDI, (2026, 2, 17, 9, 30), 1, (2026, 2, 18, 10, 0)),  # Ramadan begins at ten
        (SAUDI, (2026, 2, 17, 16, 30), 1, (2026, 2, 18, 16, 0)),
        (IRANIAN, (2026, 3, 18, 10, 0), 1, (2026, 3, 25, 10, 0)),
        (NIGHT, (2026, 11, 21, 3, 0), 1, (2026, 11, 22, 3, 0)),  # of the night of the 20th
        (OFFICE, (2026, 11, 21, 15, 0), 0, (2026, 11, 23, 9, 0)),
    ],
)
def test_known_deadlines_in_days(calendar, start, days, due):
    found = add_working_days(at(calendar.zone, *start), days, calendar)
    assert found.at == at(calendar.zone, *due)
    assert len(found.pieces) == days


def test_a_deadline_says_what_was_counted_and_what_was_closed():
    found = add_working_time(at(RIYADH, 2026, 9, 22, 16, 0), 120, SAUDI)
    assert [piece.minutes for piece in found.pieces] == [60, 60]
    assert found.closed == ((date(2026, 9, 23), "National Day"),)


def test_a_sighted_holiday_moves_the_deadline():
    eid = Closure("Eid", Anniversary("hijri", 10, 1), 4, settled=((date(2026, 3, 20), date(2026, 3, 21)),))
    moved = WorkingTime(RIYADH, week("SA"), closures=(eid,))
    assert eid.firsts(date(2026, 1, 1), date(2026, 12, 31)) == [(date(2026, 3, 20), date(2026, 3, 21))]
    assert [moved.closed_for(date(2026, 3, day)) for day in (19, 22, 24, 25)] == ["", "Eid", "Eid", ""]
    assert add_working_time(at(RIYADH, 2026, 3, 19, 16, 30), 60, moved).at == at(RIYADH, 2026, 3, 25, 9, 30)


def test_a_holiday_of_one_year_comes_once():
    once = Closure("Moving house", date(2026, 11, 23), 2)
    assert [once.covers(date(2026, 11, day)) for day in (22, 23, 24, 25)] == [False, True, True, False]
    assert not once.covers(date(2027, 11, 23))


@given(MOMENTS, MINUTES, CALENDARS)
def test_so_much_time_lies_before_the_deadline(start, minutes, calendar):
    deadline = add_working_time(start, minutes, calendar)
    assert working_minutes_between(start, deadline.at, calendar) == minutes == deadline.minutes


@given(MOMENTS, MINUTES, st.integers(0, 300), CALENDARS)
def test_more_time_is_never_due_earlier(start, minutes, more, calendar):
    assert add_working_time(start, minutes, calendar).at <= add_working_time(start, minutes + more, calendar).at


@given(MOMENTS, st.integers(0, 10_000), MINUTES, CALENDARS)
def test_who_starts_later_is_never_due_earlier(start, later, minutes, calendar):
    second = start + timedelta(minutes=later)
    assert add_working_time(start, minutes, calendar).at <= add_working_time(second, minutes, calendar).at


@given(MOMENTS, st.integers(0, 20), CALENDARS)
def test_days_go_forward(start, days, calendar):
    one, other = (add_working_days(start, count, calendar) for count in (days, days + 1))
    assert start <= one.at < other.at
    assert any(piece.start <= one.at <= piece.end for piece in calendar.pieces_on(calendar.day_of(one.at))) or (
        calendar is NIGHT or not days
    )


@settings(deadline=None)  # years of days
@given(MOMENTS, MOMENTS, MOMENTS, CALENDARS)
def test_stretches_add_up(one, two, three, calendar):
    first, middle, last = sorted([one, two, three])
    parts = working_minutes_between(first, middle, calendar) + working_minutes_between(middle, last, calendar)
    assert working_minutes_between(first, last, calendar) == pytest.approx(parts)
    assert working_minutes_between(last, first, calendar) == -working_minutes_between(first, last, calendar)


@given(MOMENTS, MINUTES, CALENDARS, st.integers(-720, 720))
def test_the_zone_a_moment_is_written_in_makes_no_difference(start, minutes, calendar, offset):
    elsewhere = start.astimezone(timezone(timedelta(minutes=offset)))
    assert add_working_time(elsewhere, minutes, calendar) == add_working_time(start, minutes, calendar)


@given(MOMENTS, MINUTES)
def test_a_firm_in_another_zone_is_due_at_the_same_wall_clock(start, minutes):
    """Riyadh and Kabul have no summer time: the same week gives the same clock."""
    kabul = ZoneInfo("Asia/Kabul")
    here, there = WorkingTime(RIYADH, OFFICE.week), WorkingTime(kabul, OFFICE.week)
    wall = start.replace(tzinfo=None)
    due = [add_working_time(wall.replace(tzinfo=c.zone), minutes, c).at.astimezone(c.zone) for c in (here, there)]
    assert due[0].replace(tzinfo=None) == due[1].replace(tzinfo=None)


@given(st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)]), CALENDARS)
def test_a_day_of_changing_clocks_is_as_long_as_it_is(day, calendar):
    hours = WorkingTime(LONDON, ROUND_THE_CLOCK.week)
    start, end = at(LONDON, day.year, day.month, day.day), at(LONDON, day.year, day.month, day.day + 1)
    assert working_minutes_between(start, end, hours) == (25 if day.month == 10 else 23) * 60


@given(MOMENTS, CALENDARS)
def test_windows_of_neighbouring_days_count_once(start, calendar):
    day = working_minutes_between(start, start + timedelta(days=1), calendar)
    assert 0 <= day <= 1440


def test_windows_that_run_into_each_other_count_once():
    both = WorkingTime(RIYADH, (((0, 1440), (1200, 1680)),) * 7)
    start = at(RIYADH, 2026, 11, 21)
    assert working_minutes_between(start, start + timedelta(days=2), both) == 2880


@pytest.mark.parametrize("add", [add_working_time, add_working_days])
def test_who_never_works_has_no_deadline(add):
    with pytest.raises(NeverWorks):
        add(at(UTC, 2026, 11, 21), 5, WorkingTime(LONDON, ((),) * 7))
    with pytest.raises(ValueError, match="backwards"):
        add(at(UTC, 2026, 11, 21), -1, OFFICE)


def test_no_time_passes_for_who_never_works():
    assert working_minutes_between(at(UTC, 2026, 1, 1), at(UTC, 2027, 1, 1), WorkingTime(LONDON, ((),) * 7)) == 0
