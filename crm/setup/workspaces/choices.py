"""Countries, currencies and time zones by the names that each language has for them (CLDR), in its alphabet's order."""

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language

from crm.l10n.names import comma
from crm.lib.text import fold
from crm.setup.workspaces import countries

# folded letters; Persian and Arabic differ in where و and ه stand
_ALPHABETS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "fa": "ابپتثجچحخدذرزژسشصضطظعغفقكگلمنوهي"}


class Ready(BaseChoiceIterator):
    """Pairs of strings as they are. Lists are gone through by Django each time they are offered, pair by pair."""

    def __init__(self, pairs):
        self.pairs = tuple(pairs)

    def __iter__(self):
        return iter(self.pairs)


def country_choices():
    """(code, name) of every country, for the language in force."""
    return _countries(_language())


def currency_choices():
    """(code, "SAR · Saudi Riyal") of every currency in use."""
    return _currencies(_language())


def time_zone_choices():
    """(IANA name, "Riyadh, Saudi Arabia") of every zone that people live in."""
    return _time_zones(_language())


def country_name(code):
    return Locale(_language()).territories.get(code, code)


def _language():
    return get_language().partition("-")[0]


@lru_cache(maxsize=8)
def _countries(language):
    names = Locale(language).territories
    return Ready(_sorted(((code, names.get(code, code)) for code in countries.CODES), language))


@lru_cache(maxsize=8)
def _currencies(language):
    names = Locale(language).currencies
    return Ready((code, f"{code} · {names.get(code, code)}") for code in countries.currencies())


@lru_cache(maxsize=8)
def _time_zones(language):
    places = Locale(language).territories

    def label(zone):
        city = _city(zone, language)
        country = places.get(countries.country_of_zone(zone), "")
        return f"{city}{comma(language)}{country}" if country and country != city else city

    named = ((zone, label(zone)) for zone in countries.zones() if zone != "UTC")
    return Ready([("UTC", "UTC"), *_sorted(named, language)])


def _city(zone, language):
    """The zone's city. CLDR still knows some by the name that the zone had before (Asia/Calcutta)."""
    before = (old for old, new in get_global("zone_aliases").items() if new == zone)
    names = Locale(language).time_zones
    known = (names[name]["city"] for name in (zone, *before) if "city" in names.get(name, ()))
    return next(known, None) or get_timezone_location(zone, locale=language, return_city=True).rpartition("/")[2]


def _sorted(pairs, language):
    alphabet = _ALPHABETS.get(language, "")

    def place(pair):
        return [(alphabet.find(letter), letter) for letter in fold(pair[1])]

    return tuple(sorted(pairs, key=place))
