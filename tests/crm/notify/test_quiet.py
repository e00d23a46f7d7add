"""Quiet hours by any clock: over midnight, over whole days, and where the clock is put forward or back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.notify.quiet import Quiet, next_time

ZONES = ["UTC", "Asia/Riyadh", "Asia/Tehran", "Europe/London", "America/St_Johns", "Australia/Lord_Howe"]
NIGHT = {"start": time(22), "end": time(7)}
times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
quiets = st.builds(
    Quiet, zone=st.sampled_from(ZONES), start=st.none() | times, end=st.none() | times,
    days=st.frozensets(st.integers(0, 6), max_size=6),
)  # fmt: skip
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def at(text, zone="UTC"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def over(quiet, text, zone="UTC"):
    return quiet.over(at(text, zone)).astimezone(ZoneInfo(zone)).strftime("%a %d %H:%M")


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2026-11-23 21:59", "Mon 23 21:59"),
        ("2026-11-23 22:00", "Tue 24 07:00"),
        ("2026-11-24 00:00", "Tue 24 07:00"),
        ("2026-11-24 06:59", "Tue 24 07:00"),
        ("2026-11-24 07:00", "Tue 24 07:00"),
    ],
)
def test_over_midnight(when, until):
    assert over(Quiet("UTC", **NIGHT), when) == until


def test_within_one_day():
    nap = Quiet("UTC", time(13), time(14, 30))
    assert over(nap, "2026-11-23 13:00") == "Mon 23 14:30"
    assert not nap.holds(at("2026-11-23 14:30"))
    assert not nap.holds(at("2026-11-23 03:00"))


def test_whole_days_end_where_the_night_does():
    weekend = Quiet("Asia/Riyadh", **NIGHT, days=frozenset({4, 5}))
    assert over(weekend, "2026-11-26 23:00", "Asia/Riyadh") == "Sun 29 07:00"
    assert over(Quiet("Asia/Riyadh", days=frozenset({4, 5})), "2026-11-27 12:00", "Asia/Riyadh") == "Sun 29 00:00"


def test_it_is_the_members_clock_that_counts():
    assert Quiet("Asia/Tehran", **NIGHT).holds(at("2026-11-23 19:00"))  # 22:30 in Tehran
    assert not Quiet("Europe/London", **NIGHT).holds(at("2026-11-23 19:00"))


def test_an_end_that_the_clock_leaps_over_comes_with_the_leap():
    """In London, 01:00 on 29 March 2026 becomes 02:00."""
    early = Quiet("Europe/London", time(22), time(1, 30))
    assert early.over(at("2026-03-29 00:30")) == at("2026-03-29 01:00")


def test_an_end_that_comes_twice_lets_through_at_both():
    """In London, 02:00 on 25 October 2026 becomes 01:00 again."""
    early = Quiet("Europe/London", time(22), time(1, 30))
    assert early.over(at("2026-10-25 00:10")) == at("2026-10-25 00:30")
    assert early.over(at("2026-10-25 01:10")) == at("2026-10-25 01:30")


def test_quiet_on_every_day_has_no_end():
    assert Quiet("UTC", days=frozenset(range(7))).over(at("2026-11-23 12:00")) is None


@pytest.mark.parametrize("clock", [(None, time(7)), (time(7), None), (time(7), time(7)), (None, None)])
def test_half_a_choice_is_none(clock):
    assert not Quiet("UTC", *clock).holds(at("2026-11-23 06:59"))


@settings(max_examples=300)
@given(quiets, moments)
def test_it_ends_at_a_moment_that_is_not_quiet_and_comes_in_time(quiet, moment):
    end = quiet.over(moment)
    assert end >= moment
    assert not quiet.holds(end)
    assert quiet.over(end) == end
    assert end == moment or quiet.holds(moment)


@settings(max_examples=60)
@given(quiets, moments)
def test_nothing_before_its_end_would_have_done(quiet, moment):
    moment = moment.replace(second=0, microsecond=0)
    end, step = quiet.over(moment), timedelta(minutes=7)
    while moment < end:
        assert quiet.holds(moment)
        moment += step


@given(moments, times, st.sampled_from(ZONES))
def test_the_next_time_is_within_a_day_and_shows_that_clock(moment, clock, zone):
    due = next_time(moment, clock, zone)
    assert timedelta(0) < due - moment <= timedelta(hours=26)
    shown = due.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)
    leapt_over = datetime.combine(due.astimezone(ZoneInfo(zone)).date(), clock, ZoneInfo(zone))
    assert shown == clock or leapt_over.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != clock
