"""Persian numbers: چهل و هشت هزار و پانصد. The counted noun never changes."""

AND = " و "
MINUS = "منفی"
_ONES = ("صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده").split()
_TENS = "- - بیست سی چهل پنجاه شصت هفتاد هشتاد نود".split()
_HUNDREDS = "- صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد".split()
_SCALES = (
    (10**15, "کوادریلیون"),
    (10**12, "تریلیون"),
    (10**9, "میلیارد"),
    (10**6, "میلیون"),
    (10**3, "هزار"),
)

CURRENCIES = {
    "SAR": ("ریال سعودی", "هلله"),
    "AED": ("درهم امارات", "فلس"),
    "KWD": ("دینار کویت", "فلس"),
    "QAR": ("ریال قطر", "درهم"),
    "BHD": ("دینار بحرین", "فلس"),
    "OMR": ("ریال عمان", "بیسه"),
    "JOD": ("دینار اردن", "فلس"),
    "IQD": ("دینار عراق", None),
    "EGP": ("پوند مصر", "قرش"),
    "IRR": ("ریال", None),
    "GBP": ("پوند", "پنی"),
    "USD": ("دلار آمریکا", "سنت"),
    "EUR": ("یورو", "سنت"),
    "TRY": ("لیر ترکیه", "کوروش"),
}


def counted(count, noun):
    return f"{number(count)} {noun}"


def number(value):
    parts = []
    for scale, name in _SCALES:
        if value >= scale:
            count = value // scale
            parts.append(name if (count, scale) == (1, 1000) else f"{_below_thousand(count)} {name}")
            value %= scale
    if value or not parts:
        parts.append(_below_thousand(value))
    return AND.join(parts)


def _below_thousand(value):
    parts = []
    if value >= 100:
        parts.append(_HUNDREDS[value // 100])
        value %= 100
    if value >= 20:
        parts.append(_TENS[value // 10])
        value %= 10
    if value or not parts:
        parts.append(_ONES[value])
    return AND.join(parts)
