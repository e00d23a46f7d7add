"""What a country's firms use: a proposal for a new workspace, which its owner may change.

Currencies and the zones of a country come from CLDR (Babel). The tables below hold what CLDR does not say: which of
several zones most firms are in, and where the working week begins.
"""

from dataclasses import dataclass

from babel.core import get_global
from babel.numbers import get_territory_currencies
from django.utils.translation.trans_real import parse_accept_lang_header
from phonenumbers import SUPPORTED_REGIONS

from crm.tenants.models import Calendar

MONDAY, SATURDAY, SUNDAY = 0, 5, 6

_ZONES = get_global("territory_zones")
CODES = tuple(sorted(SUPPORTED_REGIONS & set(_ZONES)))

MAIN_ZONES = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CD": "Africa/Kinshasa",
    "CL": "America/Santiago", "CY": "Asia/Nicosia", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei", "GL": "America/Nuuk", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty", "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "PF": "Pacific/Tahiti", "PS": "Asia/Hebron", "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip
CURRENCIES = {"BG": "EUR", "BT": "BTN", "LS": "LSL", "NA": "NAD"}  # the euro came to Bulgaria in January 2026
# Friday is the one day of rest.
SATURDAY_FIRST = frozenset({"AF", "IR"})
# Friday and Saturday are the weekend; or calendars are printed from Sunday on (CLDR weekData).
SUNDAY_FIRST = frozenset(
    "BH DJ DZ EG IQ JO KW LY MV OM PS QA SA SD SY YE "
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MX MZ NI NP PA PE PH PK "
    "PR PY SG SV TH TT TW US VE VI WS ZA ZW".split()
)
JALALI = frozenset({"AF", "IR"})
HOME = {"ar": "SA", "fa": "IR", "en": "GB"}  # a language without a country


@dataclass(frozen=True, slots=True)
class Proposal:
    """Field values of a Tenant. Digits are left open: they follow the language."""

    currency: str
    time_zone: str
    calendar: str
    week_start: int
    phone_region: str
    digits: str = ""


def propose(country):
    """How firms of a country count money, days and hours. Raises KeyError for a code not in CODES."""
    if country not in CODES:
        raise KeyError(country)
    return Proposal(
        currency=CURRENCIES.get(country) or get_territory_currencies(country)[0],
        time_zone=MAIN_ZONES.get(country) or _ZONES[country][0],
        calendar=Calendar.JALALI if country in JALALI else Calendar.GREGORIAN,
        week_start=SATURDAY if country in SATURDAY_FIRST else SUNDAY if country in SUNDAY_FIRST else MONDAY,
        phone_region=country,
    )


def guess(accept_language, language):
    """The country a browser's languages speak of; failing that, the home of the page's language."""
    for tag, _weight in parse_accept_lang_header(accept_language.lower()):
        region = tag.rpartition("-")[2].upper()
        if region != tag.upper() and region in CODES:
            return region
    return HOME[language]


def zones():
    """Every time zone that people live in, and UTC."""
    return sorted({"UTC", *(zone for code in CODES for zone in _ZONES[code])})


def currencies():
    """The money in use today."""
    return sorted({CURRENCIES.get(code, money) for code in CODES for money in get_territory_currencies(code)})


def country_of_zone(zone):
    return get_global("zone_territories").get(zone, "")
