"""The period of a report, in the three calendars."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n.state import Preferences, using
from reports.dashboards.span import SpanForm, span_of


def reads(calendar, language="en", zone="Asia/Tehran"):
    return using(Preferences(language=language, calendar=calendar, digits="latn", time_zone=zone, week_start=5,
                             currency="IRR", phone_region="IR"))  # fmt: skip


def span(query):
    return SpanForm(QueryDict(query)).span()


@pytest.mark.parametrize(
    ("calendar", "typed"), [("gregorian", "2026-10-23"), ("jalali", "1405/08/01"), ("hijri", "1448/05/12")]
)
def test_a_day_is_typed_in_the_readers_calendar(calendar, typed):
    with reads(calendar):
        found = span(f"from={typed}&until={typed}")
    assert (found.days.start, found.days.last) == (date(2026, 10, 23), date(2026, 10, 23))


def test_both_days_count_on_the_readers_clock():
    with reads("jalali"):
        found = span("from=1405/08/01&until=1405/08/02")
        assert found.start.astimezone(ZoneInfo("Asia/Tehran")).isoformat() == "2026-10-23T00:00:00+03:30"
        assert (found.end - found.start).days == 2


def test_the_last_day_may_not_come_first():
    with reads("gregorian"):
        form = SpanForm(QueryDict("from=2026-10-23&until=2026-10-20"))
        assert not form.is_valid()
        assert "until" in form.errors
        assert form.span().name == "last_30_days"


def test_nothing_and_nonsense_mean_thirty_days_even_where_a_month_has_just_begun(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 22, 9, tzinfo=UTC))  # 1 Azar
    with reads("jalali"):
        for asked in ("", "period=whenever", "from=soon&until=later"):
            assert (span(asked).name, span(asked).days.days) == ("last_30_days", 30)


def test_a_span_leads_back_to_itself():
    with reads("jalali"):
        found = span("from=1405/08/01&until=1405/08/30")
        assert span(found.query()).days == found.days


def test_from_is_asked_before_until():
    assert list(SpanForm(QueryDict()).fields) == ["period", "from", "until"]


@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "hijri"])
@pytest.mark.parametrize("until", ["9999-12-31", "9999/12/29", "9377/12/29"])
def test_the_last_days_of_time_are_no_reason_to_break(calendar, until):
    with reads(calendar):
        found = span(f"from=2026-10-23&until={until}")
        assert found.start < found.end


@pytest.mark.parametrize("first", ["0001-01-01", "0001/01/01", "1/1/1"])
def test_the_first_days_of_time_are_no_reason_to_break(first):
    for calendar in ("gregorian", "jalali", "hijri"):
        with reads(calendar):
            found = span(f"from={first}&until=2026-10-23")
            assert found.start < found.end


def test_a_first_day_alone_is_no_span():
    with reads("gregorian"):
        assert span("from=2026-10-23").name == "last_30_days"
        assert span("until=2026-10-23").name == "last_30_days"


def test_one_day_is_a_span_and_a_day_of_summer_time_has_23_hours():
    with reads("gregorian", zone="Europe/London"):
        found = span("from=2026-03-29&until=2026-03-29")
        assert (found.end.astimezone(UTC) - found.start.astimezone(UTC)).total_seconds() == 23 * 3600


MONTHS = [
    ("jalali", "Asia/Tehran", "2026-03-20T20:29:00+00:00", "1404/12/01", date(2026, 2, 20), date(2026, 3, 20)),
    ("jalali", "Asia/Tehran", "2026-03-20T20:31:00+00:00", "1405/01/01", date(2026, 3, 21), date(2026, 4, 20)),
    ("hijri", "Asia/Riyadh", "2026-02-17T20:59:00+00:00", "1447/08/01", date(2026, 1, 20), date(2026, 2, 17)),
    ("hijri", "Asia/Riyadh", "2026-02-17T21:01:00+00:00", "1447/09/01", date(2026, 2, 18), date(2026, 3, 19)),
    ("gregorian", "America/New_York", "2026-03-01T04:59:00+00:00", "", date(2026, 2, 1), date(2026, 2, 28)),
]  # the new year of 1405, the first night of Ramadan 1447, and a firm whose clock is behind


@pytest.mark.parametrize(("calendar", "zone", "moment", "first", "starts", "last"), MONTHS)
def test_this_month_turns_at_midnight_of_the_readers_clock(calendar, zone, moment, first, starts, last, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromisoformat(moment))
    with reads(calendar, zone=zone):
        found = span("period=this_month")
        assert (found.days.start, found.days.last) == (starts, last)
        assert found.start <= datetime.fromisoformat(moment) < found.end
        if first:
            assert span(f"from={first}&until={first}").days.start == starts


@given(
    first=st.dates(date(1980, 1, 1), date(2070, 1, 1)),
    length=st.integers(0, 800),
    calendar=st.sampled_from(["gregorian", "jalali", "hijri"]),
    zone=st.sampled_from(["Asia/Tehran", "Asia/Riyadh", "America/New_York", "Pacific/Apia", "Africa/Cairo"]),
)
def test_any_two_days_lead_back_to_themselves_and_touch_their_neighbours(first, length, calendar, zone):
    with reads(calendar, zone=zone):
        last = first + timedelta(days=length)
        found = span_of(first, last)
        assert span(found.query()).days == found.days
        assert found.end == span_of(last + timedelta(days=1), last + timedelta(days=1)).start
