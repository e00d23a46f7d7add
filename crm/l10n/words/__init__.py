"""Amounts in words (تفقيط, به حروف), as contracts and receipts state them.

Our own tables: num2words was tried, and knows neither the construct state of Arabic ("ألفا" stands alone) nor the
case and gender of a currency with its adjective.
"""

from crm.l10n.state import current
from crm.l10n.words import arabic, english, persian
from crm.lib.money import exponent

_LANGUAGES = {"ar": arabic, "fa": persian, "en": english}
LIMIT = 10**18  # in main units, exclusive: the tables end with 10**15


def amount_in_words(minor, currency, language=None):
    """An amount in full words with its currency and, when there are any, its minor units.

    48500 SAR is "ثمانية وأربعون ألفًا وخمسمئة ريال سعودي", 48500 IRR "چهل و هشت هزار و پانصد ریال". A currency
    without a table is named by its code, and its minor units as a fraction. `language` is ar, fa or en, the
    reader's without it. Raises ValueError from 10**18 main units.
    """
    words = _LANGUAGES[language or current().language]
    per_unit = 10 ** exponent(currency)
    whole, part = divmod(abs(minor), per_unit)
    if whole >= LIMIT:
        raise ValueError("an amount too large for words")
    main, small = words.CURRENCIES.get(currency, (None, None))
    pieces = []
    if whole or not part:
        pieces.append(words.counted(whole, main) if main else f"{words.number(whole)} {currency}")
    if part and small:
        pieces.append(words.counted(part, small))
    elif part:
        pieces.append(f"{part}/{per_unit}" + ("" if pieces else f" {currency}"))
    text = words.AND.join(pieces)
    return f"{words.MINUS} {text}" if minor < 0 else text


def number_in_words(number, language=None):
    """A whole number in words, in the form that counts a masculine noun. Raises ValueError from 10**18."""
    if abs(number) >= LIMIT:
        raise ValueError("a number too large for words")
    words = _LANGUAGES[language or current().language]
    text = words.number(abs(number))
    return f"{words.MINUS} {text}" if number < 0 else text
