"""The three sets of digits that people of the product read and type."""

SETS = {"latn": "0123456789", "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}

_FULL_WIDTH = "".join(map(chr, range(0xFF10, 0xFF1A)))
_TO_LATIN = {
    ord(digit): str(value)
    for digits in (SETS["arab"], SETS["arabext"], _FULL_WIDTH)
    for value, digit in enumerate(digits)
}
_FROM_LATIN = {name: str.maketrans(SETS["latn"], digits) for name, digits in SETS.items()}


def to_latin(text):
    """The text with every Arabic, Persian or full-width digit as 0–9; all else untouched."""
    return text if text.isascii() else text.translate(_TO_LATIN)


def from_latin(text, digits):
    """The text with 0–9 written in a set: latn, arab or arabext. KeyError for another name."""
    return text if digits == "latn" else text.translate(_FROM_LATIN[digits])


_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)


def plain(text):
    """What a person typed or pasted, with 0–9, single spaces, and without the direction marks that copying brings."""
    return " ".join(to_latin(text).translate(_INVISIBLE).split())
