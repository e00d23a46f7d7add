"""The calendars against tables that were published by others."""

from datetime import timedelta

import pytest

from crm.l10n.calendars import CALENDARS
from tests.crm.l10n.umm_al_qura import FIRST_DAYS

JALALI, HIJRI = CALENDARS["jalali"], CALENDARS["hijri"]
MONTHS = [(year, month + 1, first) for year, days in FIRST_DAYS.items() for month, first in enumerate(days)]


@pytest.mark.parametrize("year", range(1440, 1451))
def test_the_table_has_twelve_months(year):
    assert len(FIRST_DAYS[year]) == 12


@pytest.mark.parametrize(("year", "month", "first"), MONTHS)
def test_umm_al_qura_months_begin_when_it_was_published(year, month, first):
    assert HIJRI.date(year, month, 1) == first
    assert HIJRI.fields(first) == (year, month, 1)


@pytest.mark.parametrize(("this", "following"), list(zip(MONTHS, MONTHS[1:], strict=False)))
def test_umm_al_qura_months_are_as_long_as_it_was_published(this, following):
    year, month, first = this
    length = (following[2] - first).days
    assert length in (29, 30)
    assert HIJRI.month_length(year, month) == length
    assert HIJRI.fields(following[2] - timedelta(days=1)) == (year, month, length)


# Nowruz by the Calendar Centre of the Geophysics Institute of Tehran: a year is leap when the next Nowruz is 366 days
# off. By the equinox 1403 ends a run of five; a fixed 33-year cycle would agree only until 1500.
NOWRUZ = {
    1399: "2020-03-20", 1400: "2021-03-21", 1401: "2022-03-21", 1402: "2023-03-21", 1403: "2024-03-20",
    1404: "2025-03-21", 1405: "2026-03-21", 1406: "2027-03-21", 1407: "2028-03-20", 1408: "2029-03-20",
    1409: "2030-03-21",
}  # fmt: skip


@pytest.mark.parametrize(("year", "day"), NOWRUZ.items())
def test_nowruz_is_when_it_was_announced(year, day):
    assert JALALI.date(year, 1, 1).isoformat() == day


@pytest.mark.parametrize("year", range(1399, 1409))
def test_only_the_announced_jalali_years_are_leap(year):
    leap = year in (1399, 1403, 1408)
    assert JALALI.month_length(year, 12) == (30 if leap else 29)
    assert (JALALI.date(year + 1, 1, 1) - JALALI.date(year, 1, 1)).days == (366 if leap else 365)
