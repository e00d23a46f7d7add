"""English numbers, the British way: one thousand two hundred and five."""

AND = " and "
MINUS = "minus"
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = (
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
)

CURRENCIES = {
    "SAR": (("Saudi riyal", "Saudi riyals"), ("halala", "halalas")),
    "AED": (("UAE dirham", "UAE dirhams"), ("fils", "fils")),
    "KWD": (("Kuwaiti dinar", "Kuwaiti dinars"), ("fils", "fils")),
    "QAR": (("Qatari riyal", "Qatari riyals"), ("dirham", "dirhams")),
    "BHD": (("Bahraini dinar", "Bahraini dinars"), ("fils", "fils")),
    "OMR": (("Omani rial", "Omani rials"), ("baisa", "baisa")),
    "JOD": (("Jordanian dinar", "Jordanian dinars"), ("fils", "fils")),
    "IQD": (("Iraqi dinar", "Iraqi dinars"), None),
    "EGP": (("Egyptian pound", "Egyptian pounds"), ("piastre", "piastres")),
    "IRR": (("Iranian rial", "Iranian rials"), None),
    "GBP": (("pound sterling", "pounds sterling"), ("penny", "pence")),
    "USD": (("US dollar", "US dollars"), ("cent", "cents")),
    "EUR": (("euro", "euros"), ("cent", "cents")),
    "TRY": (("Turkish lira", "Turkish lira"), ("kurus", "kurus")),
}


def counted(count, forms):
    return f"{number(count)} {forms[0] if count == 1 else forms[1]}"


def number(value):
    if value < 100:
        return _below_hundred(value)
    words = []
    for scale, name in _SCALES:
        if value >= scale:
            words.append(f"{_below_thousand(value // scale)} {name}")
            value %= scale
    if value >= 100 or not words:
        words.append(_below_thousand(value))
    elif value:
        words.append(f"and {_below_hundred(value)}")
    return " ".join(words)


def _below_thousand(value):
    if value < 100:
        return _below_hundred(value)
    hundreds, rest = divmod(value, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {_below_hundred(rest)}" if rest else "")


def _below_hundred(value):
    if value < 20:
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
