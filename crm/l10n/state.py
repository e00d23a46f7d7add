"""How the person who is being served reads and writes: language, calendar, digits, clock, money, phones."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils import timezone, translation

DIGITS = {"ar": "latn", "fa": "arabext", "en": "latn"}
_RIGHT_TO_LEFT = {"ar", "fa"}
_CALENDARS = {"gregorian": "gregory", "jalali": "persian", "hijri": "islamic-umalqura"}
_preferences = ContextVar("preferences", default=None)


@dataclass(frozen=True, slots=True)
class Preferences:
    """language ar|fa|en, calendar gregorian|jalali|hijri, digits latn|arab|arabext, time_zone an IANA name,
    week_start as datetime.weekday counts (0 is Monday), currency ISO 4217, phone_region ISO 3166 or "",
    fiscal_start the code of an Anniversary, or "" where the fiscal year is that of the calendar."""

    language: str
    calendar: str
    digits: str
    time_zone: str
    week_start: int
    currency: str
    phone_region: str
    fiscal_start: str = ""

    @property
    def direction(self):
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    @property
    def tag(self):
        """A BCP 47 tag, for what the browser writes by itself: fa-u-ca-persian-hc-h23-nu-arabext."""
        return f"{self.language}-u-ca-{_CALENDARS[self.calendar]}-hc-h23-nu-{self.digits}"


def current():
    """The preferences in force; outside of using(), those of a stranger who reads the active language."""
    return _preferences.get() or _stranger(translation.get_language() or settings.LANGUAGE_CODE)


def direction():
    """ "rtl" or "ltr", for the page being written."""
    return current().direction


@contextmanager
def using(preferences):
    """Within the block words, clock, dates, numbers and money are written for these preferences."""
    token = _preferences.set(preferences)
    try:
        with translation.override(preferences.language), timezone.override(preferences.time_zone):
            yield preferences
    finally:
        _preferences.reset(token)


def for_member(member):
    """A member's own choices, and the workspace's where the member made none."""
    tenant = member.tenant
    language = member.language or tenant.language
    # the workspace's digits belong to its language: a member who reads another gets the digits of that one
    shared = tenant.digits if language == tenant.language else ""
    return Preferences(
        language=language,
        calendar=member.calendar or tenant.calendar,
        digits=member.digits or shared or DIGITS[language],
        time_zone=member.time_zone or tenant.time_zone,
        week_start=tenant.week_start,
        currency=tenant.currency,
        phone_region=tenant.phone_region,
        fiscal_start=tenant.fiscal_start,
    )


def for_tenant(tenant, *, language=None):
    """How a workspace writes: its documents, and the pages and mails that strangers get from it.

    `language` is that of the reader when it is known and is not the workspace's own.
    """
    language = language or tenant.language
    return Preferences(
        language=language,
        calendar=tenant.calendar,
        digits=(tenant.digits if language == tenant.language else "") or DIGITS[language],
        time_zone=tenant.time_zone,
        week_start=tenant.week_start,
        currency=tenant.currency,
        phone_region=tenant.phone_region,
        fiscal_start=tenant.fiscal_start,
    )


@lru_cache(maxsize=8)
def _stranger(language):
    language = language.split("-")[0]
    if language not in DIGITS:
        language = "en"
    return Preferences(
        language=language,
        calendar="gregorian",
        digits=DIGITS[language],
        time_zone=settings.TIME_ZONE,
        week_start=0,
        currency="",
        phone_region="",
    )
