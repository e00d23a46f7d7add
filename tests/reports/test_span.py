"""The period of a report, in the three calendars."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from crm.l10n.state import Preferences, using
from reports.dashboards.span import SpanForm


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
        assert form.span().name == "this_month"


def test_nonsense_means_this_month():
    with reads("gregorian"):
        assert span("period=whenever").name == "this_month"
        assert span("from=soon&until=later").name == "this_month"


def test_a_span_leads_back_to_itself():
    with reads("jalali"):
        found = span("from=1405/08/01&until=1405/08/30")
        assert span(found.query()).days == found.days


def test_from_is_asked_before_until():
    assert list(SpanForm(QueryDict()).fields) == ["period", "from", "until"]
