"""Stretches of time as people say them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n import dates, periods
from crm.l10n.fields import AnniversaryField, PeriodField
from crm.l10n.ranges import period_label, period_words, read_period
from crm.l10n.state import using
from tests.crm.l10n.readers import EVERYONE, LONDON, MECCA, RIYADH, TEHRAN

SATURDAY = date(2026, 11, 21)
BRITISH = replace(LONDON, fiscal_start="gregorian-04-06")
IRANIAN = replace(TEHRAN, fiscal_start="jalali-07-01")
LUNAR = replace(LONDON, fiscal_start="hijri-01-01")


@pytest.mark.parametrize(
    ("reader", "text", "first", "last"),
    [
        (LONDON, "this_month", "2026-11-01", "2026-11-30"),
        (LONDON, "This month", "2026-11-01", "2026-11-30"),
        (LONDON, "این ماه", "2026-11-01", "2026-11-30"),
        (LONDON, "next_week", "2026-11-23", "2026-11-29"),
        (TEHRAN, "next_month", "2026-11-22", "2026-12-21"),
        (LONDON, "tomorrow", "2026-11-22", "2026-11-22"),
        (LONDON, "this_half", "2026-07-01", "2026-12-31"),
        (TEHRAN, "last_half", "2026-03-21", "2026-09-22"),
        (LONDON, "next_7_days", "2026-11-21", "2026-11-27"),
        (LONDON, "last 45 days", "2026-10-08", "2026-11-21"),
        (LONDON, "next 2 weeks", "2026-11-21", "2026-12-04"),
        (RIYADH, "آخر 45 يومًا", "2026-10-08", "2026-11-21"),
        (TEHRAN, "۴۵ روز گذشته", "2026-10-08", "2026-11-21"),
        (TEHRAN, "مهر", "2026-09-23", "2026-10-22"),
        (TEHRAN, "این مهر", "2026-09-23", "2026-10-22"),
        (LONDON, "this Mehr", "2026-09-23", "2026-10-22"),
        (TEHRAN, "مهر گذشته", "2026-09-23", "2026-10-22"),
        (TEHRAN, "اسفند گذشته", "2026-02-20", "2026-03-20"),
        (TEHRAN, "مهر ۱۴۰۴", "2025-09-23", "2025-10-22"),
        (LONDON, "Mehr 1404", "2025-09-23", "2025-10-22"),
        (LONDON, "Feb 2028", "2028-02-01", "2028-02-29"),
        (MECCA, "رمضان ١٤٤٨", "2027-02-08", "2027-03-08"),
        (TEHRAN, "۱۴۰۴", "2025-03-21", "2026-03-20"),
        (LONDON, "2025", "2025-01-01", "2025-12-31"),
        (LONDON, "Q3 2025", "2025-07-01", "2025-09-30"),
        (TEHRAN, "سه‌ماهه ۱", "2026-03-21", "2026-06-21"),
        (LONDON, "1/3/2026 – 5/3/2026", "2026-03-01", "2026-03-05"),
        (LONDON, "1 March 2026 to 5 March 2026", "2026-03-01", "2026-03-05"),
        (TEHRAN, "۱۴۰۵/۰۷/۰۱ تا ۱۴۰۵/۰۷/۱۵", "2026-09-23", "2026-10-07"),
        (LONDON, "2026-03-01 .. 2026-03-05", "2026-03-01", "2026-03-05"),
        (LONDON, "24/11/2026", "2026-11-24", "2026-11-24"),
        (BRITISH, "this_fiscal_year", "2026-04-06", "2027-04-05"),
        (BRITISH, "last_fiscal_year", "2025-04-06", "2026-04-05"),
        (BRITISH, "this_fiscal_quarter", "2026-10-06", "2027-01-05"),
        (BRITISH, "last_fiscal_quarter", "2026-07-06", "2026-10-05"),
        (IRANIAN, "this_fiscal_year", "2026-09-23", "2027-09-22"),
        (LUNAR, "this_fiscal_year", "2026-06-16", "2027-06-05"),
        (LONDON, "this_fiscal_year", "2026-01-01", "2026-12-31"),
        (TEHRAN, "last_fiscal_quarter", "2026-06-22", "2026-09-22"),
    ],
)
def test_what_is_said_is_understood(reader, text, first, last):
    with using(reader):
        found = read_period(text, SATURDAY)
    assert (found.start.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "whenever", "9999", "Q5 2025", "last 0 days", "last_0_days", "1 – 2"])
def test_what_is_no_stretch_is_told(text):
    with using(LONDON), pytest.raises(ValidationError) as error:
        read_period(text, SATURDAY)
    assert error.value.code == "period"


def test_backwards_is_told():
    with using(LONDON), pytest.raises(ValidationError, match="comes before"):
        read_period("5/3/2026 – 1/3/2026", SATURDAY)


@given(st.text(max_size=30), st.sampled_from(EVERYONE))
def test_any_text_is_a_stretch_or_told(text, reader):
    with using(reader):
        try:
            assert read_period(text, SATURDAY).days > 0
        except ValidationError as error:
            assert error.message


@pytest.mark.parametrize(
    ("reader", "text", "words"),
    [
        (LONDON, "Mehr 1404", "23 Sep 2025 – 22 Oct 2025"),
        (TEHRAN, "Mehr 1404", "مهر ۱۴۰۴"),
        (TEHRAN, "1404", "۱۴۰۴"),
        (LONDON, "Feb 2028", "February 2028"),
        (LONDON, "24/11/2026", "24 Nov 2026"),
        (LONDON, "2026-03-01 .. 2026-03-05", "1 Mar 2026 – 5 Mar 2026"),
        (LONDON, "this_month", "This month"),
        (TEHRAN, "this_month", "این ماه"),
    ],
)
def test_a_stretch_is_called_by_its_words(reader, text, words):
    with using(reader):
        assert period_label(text) == words


@given(st.sampled_from(EVERYONE), st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(["month", "year"]))
def test_the_words_of_a_stretch_say_it_again(reader, day, unit):
    with using(reader):
        found = periods.period(f"this_{unit}", day)
        assert read_period(period_words(found), day) == found


@given(st.sampled_from([BRITISH, IRANIAN, LUNAR]), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_fiscal_years_and_quarters_hold_their_day_and_touch(reader, day):
    with using(reader):
        for unit in ("year", "quarter"):
            now, before = (periods.period(f"{which}_fiscal_{unit}", day) for which in ("this", "last"))
            assert day in now
            assert before.end == now.start
        quarter, year = periods.period("this_fiscal_quarter", day), periods.period("this_fiscal_year", day)
        assert year.start <= quarter.start < quarter.end <= year.end


def test_fiscal_periods_are_offered_where_they_differ():
    with using(LONDON):
        assert not [name for name, _label in periods.choices() if "fiscal" in name]
        assert not [name for name, _label in periods.choices(ahead=False) if name.startswith("next")]
    with using(BRITISH):
        assert "this_fiscal_year" in dict(periods.choices())


class Asked(forms.Form):
    when = PeriodField(required=False)
    since = AnniversaryField(required=False)


def test_a_field_keeps_what_was_typed_and_shows_its_words(monkeypatch):
    monkeypatch.setattr(dates.timezone, "now", lambda: datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    with using(TEHRAN):
        form = Asked({"when": "Mehr 1404", "since": "22 بهمن"})
        assert form.is_valid()
        assert form.cleaned_data == {"when": "Mehr 1404", "since": "jalali-11-22"}
        html = str(form["when"])
        assert '<option value="Mehr 1404" selected>مهر ۱۴۰۴</option>' in html
        assert "data-create" in html
        assert "data-create" in str(Asked({"when": "whenever"})["when"])
        assert "۲۲ بهمن" in str(Asked(initial={"since": "jalali-11-22"})["since"])


def test_a_field_says_why_it_cannot_read():
    with using(LONDON):
        form = Asked({"when": "whenever", "since": "31 Mehr"})
        assert set(form.errors) == {"when", "since"}
        assert 'value="31 Mehr"' in str(form["since"])
