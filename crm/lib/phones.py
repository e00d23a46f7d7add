"""Phone numbers: whatever people type, kept as E.164.

A number is taken when it has a length its country uses. Whether its prefix is in use is not asked: operators open
prefixes faster than any table learns of them, and half of a real list of customers would be turned away.
"""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from crm.lib.digits import plain

# (98+) 912…, (+98) 912…, +98 (0)912…: how sheets and right-to-left lines mangle an international number
_CODE_IN_BRACKETS = re.compile(r"^\(?\s*(?:\+\s*(\d{1,3})|(\d{1,3})\s*\+)\s*\)?")
_TRUNK_ZERO = re.compile(r"^(\+\d{1,3}[\s-]*)\(0\)")
_LABEL = re.compile(r"^[^\W\d_]+\s*[.:]\s*")  # tel:, Mob., جوال:
_SEVERAL = re.compile(r"\s*[,;،؛|\n]\s*|\s+(?:/|-|or|أو|او|یا)\s+")
_LONGEST = 40


class PhoneError(ValueError):
    """`reason` is one of empty, letters, too_short, too_long, no_region, invalid."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def parse(text, region):
    """One number as E.164 (+966501234567), in any of the digit sets and shapes that sheets hold.

    `region` (ISO 3166, or "") is where a number without a country code belongs. Raises PhoneError.
    """
    typed = _LABEL.sub("", plain(text))
    if not typed:
        raise PhoneError("empty")
    if len(typed) > _LONGEST:
        raise PhoneError("too_long")
    if re.search(r"[^\W\d_]", typed):
        raise PhoneError("letters")
    typed = _repair(typed)
    number = _read(typed, region)
    if not _possible(number) and not typed.startswith("+"):
        number = _read_without_signs(typed, region, number)
    if not _possible(number):
        raise PhoneError(_why(number))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def split(text):
    """The numbers in a cell that holds several: by comma, semicolon, bar, line, "or"."""
    return [part for part in _SEVERAL.split(text.strip()) if part]


@lru_cache(maxsize=16_384)
def pretty(e164, region=""):
    """A number as people of the region write it: nationally their own, internationally all others."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    home = region and phonenumbers.country_code_for_region(region) == number.country_code
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def region_of(e164):
    """ISO 3166 region of a number, "" when it has none."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164)) or ""
    except NumberParseException:
        return ""


def _repair(typed):
    found = _CODE_IN_BRACKETS.match(typed)
    if found:
        typed = f"+{found[1] or found[2]} {typed[found.end() :]}"
    elif re.match(r"\(?00[1-9]", typed):
        typed = "+" + typed.lstrip("(0")
    return _TRUNK_ZERO.sub(r"\1", typed)


def _read(typed, region):
    try:
        return phonenumbers.parse(typed, region or None)
    except NumberParseException as error:
        reasons = {
            NumberParseException.TOO_SHORT_NSN: "too_short",
            NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
            NumberParseException.TOO_LONG: "too_long",
        }
        no_region = not region and not typed.startswith("+")
        raise PhoneError("no_region" if no_region else reasons.get(error.error_type, "invalid")) from error


def _read_without_signs(typed, region, number):
    """966501234567 is a country code without its plus; 9897932185 of Iran only looks as if it were."""
    digits = re.sub(r"\D", "", typed)
    code = phonenumbers.country_code_for_region(region)
    readings = [PhoneNumber(code, int(digits))]
    if digits.startswith(str(code)):
        readings.append(PhoneNumber(code, int(digits.removeprefix(str(code)) or 0)))
    return next(filter(_possible, readings), number)


def _possible(number):
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def _why(number):
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "too_short"
    return "too_long" if reason == ValidationResult.TOO_LONG else "invalid"
