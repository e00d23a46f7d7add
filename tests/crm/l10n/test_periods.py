"""Stretches of days by each reader's calendar, week and clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n import periods
from crm.l10n.periods import PERIODS, Period, period, period_before, start_of_day
from crm.l10n.state import using
from tests.crm.l10n.readers import EVERYONE, LONDON, MECCA, RIYADH, TEHRAN

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("reader", "name", "first", "last"),
    [
        (LONDON, "today", "2026-11-21", "2026-11-21"),
        (LONDON, "yesterday", "2026-11-20", "2026-11-20"),
        (LONDON, "this_week", "2026-11-16", "2026-11-22"),
        (RIYADH, "this_week", "2026-11-15", "2026-11-21"),
        (TEHRAN, "this_week", "2026-11-21", "2026-11-27"),
        (LONDON, "last_week", "2026-11-09", "2026-11-15"),
        (LONDON, "this_month", "2026-11-01", "2026-11-30"),
        (LONDON, "last_month", "2026-10-01", "2026-10-31"),
        (LONDON, "this_quarter", "2026-10-01", "2026-12-31"),
        (LONDON, "last_quarter", "2026-07-01", "2026-09-30"),
        (LONDON, "this_year", "2026-01-01", "2026-12-31"),
        (LONDON, "last_year", "2025-01-01", "2025-12-31"),
        (LONDON, "last_7_days", "2026-11-15", "2026-11-21"),
        (LONDON, "last_30_days", "2026-10-23", "2026-11-21"),
        (LONDON, "last_90_days", "2026-08-24", "2026-11-21"),
        (TEHRAN, "this_month", "2026-10-23", "2026-11-21"),
        (TEHRAN, "last_month", "2026-09-23", "2026-10-22"),
        (TEHRAN, "this_quarter", "2026-09-23", "2026-12-21"),
        (TEHRAN, "this_year", "2026-03-21", "2027-03-20"),
        (MECCA, "this_month", "2026-11-11", "2026-12-09"),
        (MECCA, "this_year", "2026-06-16", "2027-06-05"),
    ],
)
def test_known_periods(reader, name, first, last):
    with using(reader):
        found = period(name, SATURDAY)
    assert (found.start.isoformat(), found.last.isoformat()) == (first, last)


@given(st.dates(date(1950, 1, 1), date(2070, 1, 1)), st.sampled_from(sorted(PERIODS)), st.sampled_from(EVERYONE))
def test_the_one_before_ends_where_this_begins(day, name, reader):
    with using(reader):
        now, before = period(name, day), period_before(name, day)
    assert before.end == now.start
    assert now.days > 0
    holds_today = name.startswith(("this_", "today")) or name.endswith("_days")
    assert (day in now) == holds_today
    assert (day in before) == (name.startswith(("next_", "tomorrow")) and not holds_today)


@given(st.dates(date(1, 2, 1), date(9990, 1, 1)), st.sampled_from(sorted(PERIODS)))
def test_no_day_is_too_far_for_a_calendar(day, name):
    if day.year < 3:
        return
    for reader in EVERYONE:
        with using(reader):
            assert period(name, day).days > 0


def test_the_last_month_of_the_hijri_tables_ends():
    with using(MECCA):
        assert period("this_month", date(2077, 10, 1)).end == date(2077, 10, 18)
        assert period("this_year", date(2077, 10, 1)) == Period(date(2077, 1, 1), date(2078, 1, 1))


def test_moments_are_on_the_readers_clock():
    with using(TEHRAN):
        assert Period(SATURDAY, SATURDAY + timedelta(1)).moments() == (
            datetime(2026, 11, 20, 20, 30, tzinfo=UTC),
            datetime(2026, 11, 21, 20, 30, tzinfo=UTC),
        )


def test_a_day_whose_midnight_is_left_out_begins_later():
    """In Cairo clocks go forward at midnight."""
    with using(replace(RIYADH, time_zone="Africa/Cairo")):
        first = start_of_day(date(2026, 4, 24))
        assert (first.hour, first.astimezone(UTC)) == (1, datetime(2026, 4, 23, 22, 0, tzinfo=UTC))


def test_without_a_day_it_is_the_readers_today(monkeypatch):
    monkeypatch.setattr(periods.timezone, "now", lambda: datetime(2026, 11, 20, 22, 0, tzinfo=UTC))
    with using(TEHRAN):
        assert period("today").start == SATURDAY
    with using(LONDON):
        assert period("today").start == date(2026, 11, 20)


@pytest.mark.parametrize("name", ["", "next_year", "last_0_days", "last_5_weeks"])
def test_an_unknown_period_is_an_error(name):
    with pytest.raises(KeyError):
        period(name)
