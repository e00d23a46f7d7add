"""Amounts in words: tables checked by hand, and rules that hold for every number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.l10n.state import using
from crm.l10n.words import amount_in_words, number_in_words
from tests.crm.l10n.readers import LONDON, TEHRAN

AR_RIYALS = [
    (0, "صفر ريال سعودي"),
    (1, "ريال سعودي واحد"),
    (2, "ريالان سعوديان"),
    (3, "ثلاثة ريالات سعودية"),
    (8, "ثمانية ريالات سعودية"),
    (10, "عشرة ريالات سعودية"),
    (11, "أحد عشر ريالًا سعوديًا"),
    (12, "اثنا عشر ريالًا سعوديًا"),
    (15, "خمسة عشر ريالًا سعوديًا"),
    (20, "عشرون ريالًا سعوديًا"),
    (21, "واحد وعشرون ريالًا سعوديًا"),
    (22, "اثنان وعشرون ريالًا سعوديًا"),
    (99, "تسعة وتسعون ريالًا سعوديًا"),
    (100, "مئة ريال سعودي"),
    (101, "مئة ريال سعودي وريال واحد"),
    (102, "مئة ريال سعودي وريالان"),
    (103, "مئة وثلاثة ريالات سعودية"),
    (111, "مئة وأحد عشر ريالًا سعوديًا"),
    (200, "مئتا ريال سعودي"),
    (205, "مئتان وخمسة ريالات سعودية"),
    (300, "ثلاثمئة ريال سعودي"),
    (1000, "ألف ريال سعودي"),
    (1001, "ألف ريال سعودي وريال واحد"),
    (1200, "ألف ومئتا ريال سعودي"),
    (2000, "ألفا ريال سعودي"),
    (2500, "ألفان وخمسمئة ريال سعودي"),
    (3000, "ثلاثة آلاف ريال سعودي"),
    (10_000, "عشرة آلاف ريال سعودي"),
    (11_000, "أحد عشر ألف ريال سعودي"),
    (11_500, "أحد عشر ألفًا وخمسمئة ريال سعودي"),
    (48_500, "ثمانية وأربعون ألفًا وخمسمئة ريال سعودي"),
    (100_000, "مئة ألف ريال سعودي"),
    (101_000, "مئة ألف وألف ريال سعودي"),
    (102_000, "مئة ألف وألفا ريال سعودي"),
    (103_000, "مئة وثلاثة آلاف ريال سعودي"),
    (200_000, "مئتا ألف ريال سعودي"),
    (250_000, "مئتان وخمسون ألف ريال سعودي"),
    (1_000_000, "مليون ريال سعودي"),
    (2_000_000, "مليونا ريال سعودي"),
    (2_002_000, "مليونان وألفا ريال سعودي"),
    (3_000_000, "ثلاثة ملايين ريال سعودي"),
    (12_000_000, "اثنا عشر مليون ريال سعودي"),
    (
        123_456_789,
        "مئة وثلاثة وعشرون مليونًا وأربعمئة وستة وخمسون ألفًا وسبعمئة وتسعة وثمانون ريالًا سعوديًا",
    ),
    (10**9, "مليار ريال سعودي"),
    (10**12, "تريليون ريال سعودي"),
    (10**15, "كوادريليون ريال سعودي"),
]
AR_OTHERS = [
    (4_850_050, "SAR", "ثمانية وأربعون ألفًا وخمسمئة ريال سعودي وخمسون هللة"),
    (1, "SAR", "هللة واحدة"),
    (2, "SAR", "هللتان"),
    (8, "SAR", "ثماني هللات"),
    (11, "SAR", "إحدى عشرة هللة"),
    (12, "SAR", "اثنتا عشرة هللة"),
    (18, "SAR", "ثماني عشرة هللة"),
    (21, "SAR", "إحدى وعشرون هللة"),
    (28, "SAR", "ثمانٍ وعشرون هللة"),
    (50, "SAR", "خمسون هللة"),
    (1_250, "KWD", "دينار كويتي واحد ومئتان وخمسون فلسًا"),
    (5_003, "KWD", "خمسة دنانير كويتية وثلاثة فلوس"),
    (2_000, "BHD", "ديناران بحرينيان"),
    (700, "AED", "سبعة دراهم إماراتية"),
    (1_100, "QAR", "أحد عشر ريالًا قطريًا"),
    (2_550, "EGP", "خمسة وعشرون جنيهًا مصريًا وخمسون قرشًا"),
    (300, "EGP", "ثلاثة جنيهات مصرية"),
    (1_100, "GBP", "أحد عشر جنيهًا إسترلينيًا"),
    (200, "USD", "دولاران أمريكيان"),
    (399, "USD", "ثلاثة دولارات أمريكية وتسعة وتسعون سنتًا"),
    (1_100, "EUR", "أحد عشر يورو"),
    (500, "EUR", "خمسة يورو"),
    (300, "TRY", "ثلاث ليرات تركية"),
    (1_100, "TRY", "إحدى عشرة ليرة تركية"),
    (200, "TRY", "ليرتان تركيتان"),
    (1_000_000, "IRR", "مليون ريال إيراني"),
    (1_200, "CHF", "اثنا عشر CHF"),
    (1_250, "CHF", "اثنا عشر CHF و50/100"),
    (-300, "SAR", "سالب ثلاثة ريالات سعودية"),
]
FA = [
    (48_500, "IRR", "چهل و هشت هزار و پانصد ریال"),
    (0, "IRR", "صفر ریال"),
    (1, "IRR", "یک ریال"),
    (19, "IRR", "نوزده ریال"),
    (100, "IRR", "صد ریال"),
    (1_000, "IRR", "هزار ریال"),
    (1_001, "IRR", "هزار و یک ریال"),
    (2_000, "IRR", "دو هزار ریال"),
    (1_000_000, "IRR", "یک میلیون ریال"),
    (3_460_000_000, "IRR", "سه میلیارد و چهارصد و شصت میلیون ریال"),
    (10**15, "IRR", "یک کوادریلیون ریال"),
    (4_850_050, "SAR", "چهل و هشت هزار و پانصد ریال سعودی و پنجاه هلله"),
    (-1_550, "USD", "منفی پانزده دلار آمریکا و پنجاه سنت"),
    (1_250, "CHF", "دوازده CHF و 50/100"),
]
EN = [
    (4_850_000, "SAR", "forty-eight thousand five hundred Saudi riyals"),
    (4_850_050, "SAR", "forty-eight thousand five hundred Saudi riyals and fifty halalas"),
    (0, "GBP", "zero pounds sterling"),
    (100, "GBP", "one pound sterling"),
    (101, "GBP", "one pound sterling and one penny"),
    (99, "GBP", "ninety-nine pence"),
    (10_100, "GBP", "one hundred and one pounds sterling"),
    (100_100, "GBP", "one thousand and one pounds sterling"),
    (112_500, "USD", "one thousand one hundred and twenty-five US dollars"),
    (100_000_100, "USD", "one million and one US dollars"),
    (123_456_700, "AED", "one million two hundred and thirty-four thousand five hundred and sixty-seven UAE dirhams"),
    (1_250, "KWD", "one Kuwaiti dinar and two hundred and fifty fils"),
    (10**15, "IRR", "one quadrillion Iranian rials"),
    (-250, "EUR", "minus two euros and fifty cents"),
    (1_250, "CHF", "twelve CHF and 50/100"),
    (50, "CHF", "50/100 CHF"),
]


@pytest.mark.parametrize(("riyals", "words"), AR_RIYALS)
def test_arabic_riyals(riyals, words):
    assert amount_in_words(riyals * 100, "SAR", "ar") == words


@pytest.mark.parametrize(("minor", "currency", "words"), AR_OTHERS)
def test_arabic_currencies(minor, currency, words):
    assert amount_in_words(minor, currency, "ar") == words


@pytest.mark.parametrize(("minor", "currency", "words"), FA)
def test_persian(minor, currency, words):
    assert amount_in_words(minor, currency, "fa") == words


@pytest.mark.parametrize(("minor", "currency", "words"), EN)
def test_english(minor, currency, words):
    assert amount_in_words(minor, currency, "en") == words


def test_without_a_language_it_is_the_readers():
    with using(TEHRAN):
        assert amount_in_words(1, "IRR") == "یک ریال"
    with using(LONDON):
        assert number_in_words(-21) == "minus twenty-one"


@pytest.mark.parametrize("language", ["ar", "fa", "en"])
def test_beyond_the_tables_is_told(language):
    assert amount_in_words(10**18 - 1, "IRR", language)
    assert number_in_words(10**18 - 1, language)
    with pytest.raises(ValueError, match="too large"):
        amount_in_words(10**18, "IRR", language)
    with pytest.raises(ValueError, match="too large"):
        number_in_words(-(10**18), language)


ENGLISH = {word: value for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen".split()
)} | {word: value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
      for value in [value * 10]}  # fmt: skip
PERSIAN = {word: value for value, word in enumerate(
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده".split()
)} | dict(zip("بیست سی چهل پنجاه شصت هفتاد هشتاد نود صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد".split(),
              [20, 30, 40, 50, 60, 70, 80, 90, 100, 200, 300, 400, 500, 600, 700, 800, 900], strict=True))  # fmt: skip
SCALES = {
    **dict(
        zip(
            ["thousand", "million", "billion", "trillion", "quadrillion"],
            (10**n for n in (3, 6, 9, 12, 15)),
            strict=True,
        )
    ),
    **dict(
        zip(["هزار", "میلیون", "میلیارد", "تریلیون", "کوادریلیون"], (10**n for n in (3, 6, 9, 12, 15)), strict=True)
    ),
}
NUMBERS = st.one_of(st.integers(0, 10**18 - 1), st.integers(0, 2000), st.integers(0, 10**6))


def read_back(words, units):
    """The number that English or Persian words say."""
    total = group = 0
    for word in words:
        if word in SCALES:
            total, group = total + (group or 1) * SCALES[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += units[word]
    return total + group


@given(NUMBERS)
def test_english_says_the_number(number):
    words = [word for word in re.split(r"[ -]", number_in_words(number, "en")) if word != "and"]
    assert read_back(words, ENGLISH) == number


@given(NUMBERS)
def test_persian_says_the_number(number):
    words = [word for word in number_in_words(number, "fa").split() if word != "و"]
    assert read_back(words, PERSIAN) == number


@given(NUMBERS, NUMBERS)
def test_no_two_numbers_sound_alike_in_arabic(one, other):
    assert (number_in_words(one, "ar") == number_in_words(other, "ar")) == (one == other)
    assert (amount_in_words(one, "IRR", "ar") == amount_in_words(other, "IRR", "ar")) == (one == other)


@given(st.integers(3, 10**18 - 1))
def test_the_arabic_noun_follows_the_last_two_digits(number):
    words = amount_in_words(number, "IRR", "ar")
    last = number % 100
    if last in (1, 2):
        assert words.endswith("وريال واحد" if last == 1 else "وريالان")
    elif 3 <= last <= 10:
        assert words.endswith("ريالات إيرانية")
    elif last:
        assert words.endswith("ريالًا إيرانيًا")
    else:
        assert words.endswith(" ريال إيراني")
        before = words.removesuffix(" ريال إيراني").split()[-1]
        assert not before.endswith(("ان", "ًا"))


@given(NUMBERS)
def test_arabic_joins_its_and(number):
    words = amount_in_words(number, "IRR", "ar")
    assert " و " not in words
    assert "  " not in words
