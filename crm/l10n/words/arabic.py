"""Arabic numbers with the thing they count, in the nominative, by the rules of Modern Standard Arabic:

1 and 2 follow the noun or become its dual; 3 to 10 take the plural and the opposite gender; 11 to 99 the singular
in the accusative; hundreds and thousands the singular in the genitive, their own dual losing its nun before it
(ألفا ريال) and their accusative its tanwin (أحد عشر ألف ريال). After a hundred or more, one and two repeat the
noun, as in "ألف ليلة وليلة". Thousands and millions are themselves counted nouns, so the same rules serve for them.
"""

from dataclasses import dataclass

AND = " و"
MINUS = "سالب"


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that is counted; `adjective` in its masculine singular."""

    singular: str
    plural: str
    adjective: str = ""

    @property
    def feminine(self):
        return self.singular.endswith("ة")

    @property
    def dual(self):
        return self.singular[:-1] + "تان" if self.feminine else self.singular + "ان"

    @property
    def accusative(self):
        return self.singular if self.feminine else self.singular + "ًا"

    def one(self):
        return self._with(self.singular, "ة" if self.feminine else "")

    def two(self):
        return self._with(self.dual, "تان" if self.feminine else "ان")

    def few(self):
        return self._with(self.plural, "ة")

    def many(self):
        return self._with(self.accusative, "ة" if self.feminine else "ًا")

    def _with(self, form, ending):
        return f"{form} {self.adjective}{ending}" if self.adjective else form


@dataclass(frozen=True, slots=True)
class Unchanging(Noun):
    """A foreign word that takes a dual and no other ending."""

    @property
    def accusative(self):
        return self.singular


_ONES = {
    False: "- واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split(),
    True: "- إحدى اثنتان ثلاث أربع خمس ست سبع ثماني تسع عشر".split(),
}
_TENS = "- - عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
_HUNDREDS = "- مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()
_SCALES = (
    (10**15, Noun("كوادريليون", "كوادريليونات")),
    (10**12, Noun("تريليون", "تريليونات")),
    (10**9, Noun("مليار", "مليارات")),
    (10**6, Noun("مليون", "ملايين")),
    (10**3, Noun("ألف", "آلاف")),
)

_HALALA, _FILS, _CENT, _PIASTRE = Noun("هللة", "هللات"), Noun("فلس", "فلوس"), Noun("سنت", "سنتات"), Noun("قرش", "قروش")
CURRENCIES = {
    "SAR": (Noun("ريال", "ريالات", "سعودي"), _HALALA),
    "AED": (Noun("درهم", "دراهم", "إماراتي"), _FILS),
    "KWD": (Noun("دينار", "دنانير", "كويتي"), _FILS),
    "QAR": (Noun("ريال", "ريالات", "قطري"), Noun("درهم", "دراهم")),
    "BHD": (Noun("دينار", "دنانير", "بحريني"), _FILS),
    "OMR": (Noun("ريال", "ريالات", "عماني"), Noun("بيسة", "بيسات")),
    "JOD": (Noun("دينار", "دنانير", "أردني"), _FILS),
    "IQD": (Noun("دينار", "دنانير", "عراقي"), None),
    "EGP": (Noun("جنيه", "جنيهات", "مصري"), _PIASTRE),
    "IRR": (Noun("ريال", "ريالات", "إيراني"), None),
    "GBP": (Noun("جنيه", "جنيهات", "إسترليني"), Noun("بنس", "بنسات")),
    "USD": (Noun("دولار", "دولارات", "أمريكي"), _CENT),
    "EUR": (Unchanging("يورو", "يورو"), _CENT),
    "TRY": (Noun("ليرة", "ليرات", "تركي"), _PIASTRE),
}


def counted(count, noun):
    if count == 1:
        return f"{noun.one()} {'واحدة' if noun.feminine else 'واحد'}"
    if count == 2:
        return noun.two()
    last = count % 100
    if last in (1, 2) and count > 100:
        again = f"{noun.singular} {'واحدة' if noun.feminine else 'واحد'}" if last == 1 else noun.dual
        return f"{_construct(count - last)} {noun.one()}{AND}{again}"
    if 3 <= last <= 10:
        return f"{number(count, feminine=noun.feminine)} {noun.few()}"
    if last > 10:
        return f"{number(count, feminine=noun.feminine)} {noun.many()}"
    return f"{_construct(count)} {noun.one()}"


def number(value, *, feminine=False):
    """The number alone, in the form that counts a noun of the gender."""
    if value == 0:
        return "صفر"
    parts = []
    for scale, noun in _SCALES:
        if value >= scale:
            parts.append(_scaled(value // scale, noun))
            value %= scale
    if value:
        parts.append(_below_thousand(value, feminine))
    return AND.join(parts)


def _scaled(count, noun):
    """So many thousands, millions…: ألف, ألفان, ثلاثة آلاف, أحد عشر ألفًا, مئتا ألف, مئة ألف وألف."""
    last = count % 100
    if count <= 2:
        return noun.one() if count == 1 else noun.two()
    if last <= 2:
        again = {0: "", 1: AND + noun.one(), 2: AND + noun.two()}[last]
        return f"{_construct(count - last)} {noun.one()}{again}"
    return f"{_below_thousand(count)} {noun.few() if last <= 10 else noun.many()}"


def _construct(value):
    """A number that ends in hundreds, thousands…, as it stands right before its noun: مئتا, ألفا, أحد عشر ألف."""
    text = number(value)
    head, _space, last = text.rpartition(" ")
    if last.endswith("تان") or (last.endswith("ان") and last != "اثنان"):
        last = last.removesuffix("ن")
    return f"{head} {last.removesuffix('ًا')}".strip()


def _below_thousand(value, feminine=False):
    hundreds, rest = divmod(value, 100)
    parts = [_HUNDREDS[hundreds]] if hundreds else []
    if rest:
        parts.append(_below_hundred(rest, feminine))
    return AND.join(parts)


def _below_hundred(value, feminine):
    ones = _ONES[feminine]
    if value <= 10:
        return ones[value]
    if value < 20:
        unit = {11: ("أحد", "إحدى"), 12: ("اثنا", "اثنتا")}.get(value)
        return f"{unit[feminine] if unit else ones[value - 10]} {'عشرة' if feminine else 'عشر'}"
    tens, unit = divmod(value, 10)
    # a defective noun, it takes tanwin where no noun follows at once
    word = "ثمانٍ" if feminine and unit == 8 else ones[unit]
    return f"{word}{AND}{_TENS[tens]}" if unit else _TENS[tens]
