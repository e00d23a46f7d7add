"""Whose language, calendar, digits and clock a page is written for."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from crm.l10n import state

SEPEHR = SimpleNamespace(
    language="fa",
    calendar="jalali",
    digits="",
    time_zone="Asia/Tehran",
    week_start=5,
    currency="IRR",
    phone_region="IR",
    fiscal_start="jalali-07-01",
)


def seat(tenant=SEPEHR, **choices):
    blank = {"language": "", "calendar": "", "digits": "", "time_zone": ""}
    return SimpleNamespace(tenant=tenant, **{**blank, **choices})


def test_a_member_who_chose_nothing_reads_as_the_workspace_does():
    assert state.for_member(seat()) == state.for_tenant(SEPEHR)
    assert state.for_tenant(SEPEHR) == state.Preferences(
        language="fa",
        calendar="jalali",
        digits="arabext",
        time_zone="Asia/Tehran",
        week_start=5,
        currency="IRR",
        phone_region="IR",
        fiscal_start="jalali-07-01",
    )


def test_each_choice_of_a_member_wins():
    mine = state.for_member(seat(language="ar", calendar="hijri", digits="arab", time_zone="Asia/Riyadh"))
    assert (mine.language, mine.calendar, mine.digits, mine.time_zone) == (
        "ar",
        "hijri",
        "arab",
        "Asia/Riyadh",
    )
    assert (mine.currency, mine.week_start, mine.phone_region) == ("IRR", 5, "IR")


@pytest.mark.parametrize(("language", "digits"), [("ar", "latn"), ("fa", "arabext"), ("en", "latn")])
def test_digits_follow_the_language(language, digits):
    assert state.for_member(seat(language=language)).digits == digits


def test_a_workspaces_digits_are_for_readers_of_its_language():
    tenant = SimpleNamespace(**{**vars(SEPEHR), "language": "ar", "digits": "arab"})
    assert state.for_member(seat(tenant)).digits == "arab"
    assert state.for_member(seat(tenant, language="en")).digits == "latn"
    assert state.for_tenant(tenant).digits == "arab"
    assert state.for_tenant(tenant, language="fa").digits == "arabext"


def test_within_using_translations_and_clock_are_the_readers():
    preferences = state.for_tenant(SEPEHR)
    with state.using(preferences):
        assert state.current() is preferences
        assert translation.get_language() == "fa"
        assert timezone.get_current_timezone_name() == "Asia/Tehran"
        assert state.direction() == "rtl"
        with state.using(replace(preferences, language="en")):
            assert state.direction() == "ltr"
        assert translation.get_language() == "fa"
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_block_is_left_clean_after_an_error():
    with pytest.raises(ZeroDivisionError), state.using(state.for_tenant(SEPEHR)):
        1 / 0  # noqa: B018
    assert state.current().language == "en"


@pytest.mark.parametrize(
    ("active", "language", "direction"),
    [("ar", "ar", "rtl"), ("fa", "fa", "rtl"), ("en-gb", "en", "ltr"), ("de", "en", "ltr")],
)
def test_a_stranger_reads_the_active_language(active, language, direction):
    with translation.override(active):
        assert state.current().language == language
        assert state.direction() == direction


def test_no_language_at_all_is_the_default_one():
    with translation.override(None):
        assert state.current().language == "en"
