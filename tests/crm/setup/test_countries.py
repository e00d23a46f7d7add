"""What a country proposes for a new workspace."""

import re
import zoneinfo

import pytest
from django.utils import translation

from crm.lib import money
from crm.setup.workspaces import choices, countries

PROPOSALS = {
    # Gulf and neighbours
    "SA": ("SAR", "Asia/Riyadh", "gregorian", 6), "AE": ("AED", "Asia/Dubai", "gregorian", 0),
    "KW": ("KWD", "Asia/Kuwait", "gregorian", 6), "QA": ("QAR", "Asia/Qatar", "gregorian", 6),
    "BH": ("BHD", "Asia/Bahrain", "gregorian", 6), "OM": ("OMR", "Asia/Muscat", "gregorian", 6),
    "YE": ("YER", "Asia/Aden", "gregorian", 6), "IQ": ("IQD", "Asia/Baghdad", "gregorian", 6),
    # Levant, Egypt
    "JO": ("JOD", "Asia/Amman", "gregorian", 6), "LB": ("LBP", "Asia/Beirut", "gregorian", 0),
    "SY": ("SYP", "Asia/Damascus", "gregorian", 6), "PS": ("ILS", "Asia/Hebron", "gregorian", 6),
    "EG": ("EGP", "Africa/Cairo", "gregorian", 6),
    # Iran, Afghanistan, Türkiye
    "IR": ("IRR", "Asia/Tehran", "jalali", 5), "AF": ("AFN", "Asia/Kabul", "jalali", 5),
    "TR": ("TRY", "Europe/Istanbul", "gregorian", 0),
    # the rest
    "GB": ("GBP", "Europe/London", "gregorian", 0), "US": ("USD", "America/New_York", "gregorian", 6),
    "DE": ("EUR", "Europe/Berlin", "gregorian", 0), "FR": ("EUR", "Europe/Paris", "gregorian", 0),
    "BG": ("EUR", "Europe/Sofia", "gregorian", 0), "SE": ("SEK", "Europe/Stockholm", "gregorian", 0),
    "MA": ("MAD", "Africa/Casablanca", "gregorian", 0), "PK": ("PKR", "Asia/Karachi", "gregorian", 6),
    "AU": ("AUD", "Australia/Sydney", "gregorian", 0), "BR": ("BRL", "America/Sao_Paulo", "gregorian", 6),
}  # fmt: skip


@pytest.mark.parametrize("code", PROPOSALS)
def test_a_country_proposes_its_habits(code):
    found = countries.propose(code)
    assert (found.currency, found.time_zone, found.calendar, found.week_start) == PROPOSALS[code]
    assert (found.phone_region, found.digits) == (code, "")


@pytest.mark.parametrize("code", countries.CODES)
def test_every_country_proposes_something_that_exists(code):
    found = countries.propose(code)
    assert zoneinfo.ZoneInfo(found.time_zone)
    assert found.currency in countries.currencies()
    assert found.time_zone in countries.zones()


def test_an_unknown_country_is_an_error():
    with pytest.raises(KeyError):
        countries.propose("ZZ")


def test_every_currency_can_be_counted_in():
    assert all(money.exponent(code) in range(5) for code in countries.currencies())


@pytest.mark.parametrize(
    ("header", "language", "country"),
    [
        ("ar-SA,ar;q=0.9,en;q=0.5", "ar", "SA"),
        ("ar,en-US;q=0.7", "ar", "US"),
        ("ar", "ar", "SA"),
        ("fa-IR", "fa", "IR"),
        ("fa", "fa", "IR"),
        ("en-GB,en", "en", "GB"),
        ("de", "en", "GB"),
        ("de-AT", "en", "AT"),
        ("", "fa", "IR"),
        ("en-XX, ;;;q=x", "en", "GB"),
        ("zh-Hant-TW", "en", "TW"),
    ],
)
def test_the_browser_hints_at_a_country(header, language, country):
    assert countries.guess(header, language) == country


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_names_come_in_the_readers_language(language):
    expected = {"ar": ("إيران", "طهران"), "fa": ("ایران", "تهران"), "en": ("Iran", "Tehran")}[language]
    with translation.override(language):
        assert dict(choices.country_choices())["IR"] == expected[0]
        assert dict(choices.time_zone_choices())["Asia/Tehran"].startswith(expected[1])
        assert dict(choices.currency_choices())["IRR"].startswith("IRR · ")


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_every_time_zone_is_named_in_the_readers_script(language):
    with translation.override(language):
        named = dict(choices.time_zone_choices())
    del named["UTC"]
    assert [name for name in named.values() if re.search("[A-Za-z]", name)] == []


def test_persian_names_stand_in_persian_order():
    """By code points پ and چ and گ would come after ی."""
    with translation.override("fa"):
        names = [name for _, name in choices.country_choices()]
    wanted = ["برزیل", "پاکستان", "ترکیه", "چین", "عمان", "گرجستان", "لبنان", "یونان"]
    assert [name for name in names if name in wanted] == wanted
