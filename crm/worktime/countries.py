"""What a country's offices keep: the working week that is proposed, and its public holidays.

Holidays are (day, length, sighted, Arabic, Persian, English). A day is an Anniversary's code. Lunar ones are sighted
wherever a committee announces them: their calculated days are proposals. Sources: the labour laws and the cabinets'
published lists as of 2026. Holidays that hang on weekdays (British and American ones) are dates of the coming years.
"""

from datetime import date, timedelta

from dateutil.easter import easter

_OFFICE = [[9 * 60, 17 * 60]]
_IRAN = [[8 * 60, 12 * 60 + 30], [13 * 60 + 15, 16 * 60 + 30]]
_SUNDAY_TO_THURSDAY = frozenset("BD BH DZ EG IQ JO KW LY MV OM PS QA SA SD SY YE".split())
_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = range(7)

_FITR = ("عيد الفطر", "عید فطر", "Eid al-Fitr")
_ADHA = ("عيد الأضحى", "عید قربان", "Eid al-Adha")
_NEW_YEAR = ("gregorian-01-01", 1, False, "رأس السنة الميلادية", "سال نو میلادی", "New Year's Day")
_LABOUR = ("gregorian-05-01", 1, False, "عيد العمال", "روز جهانی کارگر", "Labour Day")
_HIJRI_YEAR = ("hijri-01-01", 1, True, "رأس السنة الهجرية", "سال نو هجری قمری", "Islamic New Year")
_MAWLID = ("hijri-03-12", 1, True, "المولد النبوي", "میلاد پیامبر", "The Prophet's birthday")
_ISRA = ("hijri-07-27", 1, True, "الإسراء والمعراج", "مبعث", "Isra and Miraj")
_CHRISTMAS = ("gregorian-12-25", 1, False, "عيد الميلاد", "کریسمس", "Christmas Day")
_NATIONAL = ("اليوم الوطني", "روز ملی", "National Day")

HOLIDAYS = {
    "SA": (
        ("gregorian-02-22", 1, False, "يوم التأسيس", "روز تأسیس", "Founding Day"),
        ("gregorian-09-23", 1, False, *_NATIONAL),
        ("hijri-10-01", 4, True, *_FITR),
        ("hijri-12-09", 4, True, *_ADHA),
    ),
    "AE": (
        _NEW_YEAR,
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-09", 4, True, *_ADHA),
        _HIJRI_YEAR,
        _MAWLID,
        ("gregorian-12-02", 2, False, *_NATIONAL),
    ),
    "KW": (
        _NEW_YEAR,
        ("gregorian-02-25", 1, False, *_NATIONAL),
        ("gregorian-02-26", 1, False, "يوم التحرير", "روز آزادی", "Liberation Day"),
        _ISRA,
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-09", 4, True, *_ADHA),
        _HIJRI_YEAR,
        _MAWLID,
    ),
    "QA": (
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-10", 3, True, *_ADHA),
        ("gregorian-12-18", 1, False, *_NATIONAL),
    ),
    "BH": (
        _NEW_YEAR,
        _LABOUR,
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-09", 4, True, *_ADHA),
        _HIJRI_YEAR,
        ("hijri-01-09", 2, True, "عاشوراء", "تاسوعا و عاشورا", "Ashura"),
        _MAWLID,
        ("gregorian-12-16", 2, False, *_NATIONAL),
    ),
    "OM": (
        ("gregorian-01-11", 1, False, "يوم تولي السلطان", "روز جلوس سلطان", "Accession Day"),
        _ISRA,
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-09", 4, True, *_ADHA),
        _HIJRI_YEAR,
        _MAWLID,
        ("gregorian-11-20", 2, False, *_NATIONAL),
    ),
    "JO": (
        _NEW_YEAR,
        _LABOUR,
        ("gregorian-05-25", 1, False, "عيد الاستقلال", "روز استقلال", "Independence Day"),
        ("hijri-10-01", 4, True, *_FITR),
        ("hijri-12-09", 5, True, *_ADHA),
        _HIJRI_YEAR,
        _MAWLID,
        _CHRISTMAS,
    ),
    "EG": (
        ("gregorian-01-07", 1, False, "عيد الميلاد المجيد", "کریسمس قبطی", "Coptic Christmas"),
        ("gregorian-01-25", 1, False, "ثورة 25 يناير", "انقلاب ۲۵ ژانویه", "25 January Revolution"),
        ("gregorian-04-25", 1, False, "عيد تحرير سيناء", "آزادی سینا", "Sinai Liberation Day"),
        _LABOUR,
        ("gregorian-06-30", 1, False, "ثورة 30 يونيو", "انقلاب ۳۰ ژوئن", "30 June Revolution"),
        ("gregorian-07-23", 1, False, "ثورة 23 يوليو", "انقلاب ۲۳ ژوئیه", "23 July Revolution"),
        ("gregorian-10-06", 1, False, "عيد القوات المسلحة", "روز نیروهای مسلح", "Armed Forces Day"),
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-09", 4, True, *_ADHA),
        _HIJRI_YEAR,
        _MAWLID,
    ),
    "IR": (
        ("jalali-01-01", 4, False, "عيد النوروز", "نوروز", "Nowruz"),
        ("jalali-01-12", 1, False, "يوم الجمهورية الإسلامية", "روز جمهوری اسلامی", "Islamic Republic Day"),
        ("jalali-01-13", 1, False, "يوم الطبيعة", "روز طبیعت", "Nature Day"),
        ("jalali-03-14", 1, False, "وفاة الإمام الخميني", "رحلت امام خمینی", "Death of Imam Khomeini"),
        ("jalali-03-15", 1, False, "انتفاضة 15 خرداد", "قیام ۱۵ خرداد", "Uprising of 15 Khordad"),
        ("jalali-11-22", 1, False, "انتصار الثورة", "پیروزی انقلاب", "Victory of the Revolution"),
        ("jalali-12-29", 1, False, "تأميم النفط", "ملی شدن صنعت نفت", "Nationalisation of oil"),
        ("hijri-01-09", 2, True, "تاسوعاء وعاشوراء", "تاسوعا و عاشورا", "Tasua and Ashura"),
        ("hijri-02-20", 1, True, "الأربعون", "اربعین", "Arbaeen"),
        ("hijri-02-28", 1, True, "وفاة النبي", "رحلت پیامبر", "Death of the Prophet"),
        ("hijri-02-30", 1, True, "شهادة الإمام الرضا", "شهادت امام رضا", "Martyrdom of Imam Reza"),
        ("hijri-03-08", 1, True, "شهادة الإمام العسكري", "شهادت امام عسکری", "Martyrdom of Imam Askari"),
        ("hijri-03-17", 1, True, "المولد النبوي", "میلاد پیامبر", "The Prophet's birthday"),
        ("hijri-06-03", 1, True, "شهادة فاطمة الزهراء", "شهادت فاطمهٔ زهرا", "Martyrdom of Fatima"),
        ("hijri-07-13", 1, True, "مولد الإمام علي", "ولادت امام علی", "Birthday of Imam Ali"),
        ("hijri-07-27", 1, True, "المبعث النبوي", "مبعث", "Mabath"),
        ("hijri-08-15", 1, True, "مولد الإمام المهدي", "ولادت امام زمان", "Birthday of Imam Mahdi"),
        ("hijri-09-21", 1, True, "شهادة الإمام علي", "شهادت امام علی", "Martyrdom of Imam Ali"),
        ("hijri-10-01", 2, True, *_FITR),
        ("hijri-10-25", 1, True, "شهادة الإمام الصادق", "شهادت امام صادق", "Martyrdom of Imam Sadiq"),
        ("hijri-12-10", 1, True, *_ADHA),
        ("hijri-12-18", 1, True, "عيد الغدير", "عید غدیر", "Eid al-Ghadir"),
    ),
    "TR": (
        _NEW_YEAR,
        ("gregorian-04-23", 1, False, "عيد السيادة الوطنية والطفولة", "روز حاکمیت ملی", "National Sovereignty"),
        _LABOUR,
        ("gregorian-05-19", 1, False, "عيد الشباب والرياضة", "روز جوانان و ورزش", "Youth Day"),
        ("gregorian-07-15", 1, False, "عيد الديمقراطية", "روز دموکراسی", "Democracy Day"),
        ("gregorian-08-30", 1, False, "عيد النصر", "روز پیروزی", "Victory Day"),
        ("gregorian-10-29", 1, False, "عيد الجمهورية", "روز جمهوری", "Republic Day"),
        ("hijri-10-01", 3, True, *_FITR),
        ("hijri-12-10", 4, True, *_ADHA),
    ),
    "GB": (_NEW_YEAR, _CHRISTMAS, ("gregorian-12-26", 1, False, "يوم الصناديق", "روز باکسینگ", "Boxing Day")),
    "US": (
        _NEW_YEAR,
        ("gregorian-06-19", 1, False, "ذكرى التحرير", "روز آزادی بردگان", "Juneteenth"),
        ("gregorian-07-04", 1, False, "عيد الاستقلال", "روز استقلال", "Independence Day"),
        ("gregorian-11-11", 1, False, "يوم المحاربين القدامى", "روز کهنه‌سربازان", "Veterans Day"),
        _CHRISTMAS,
    ),
}  # fmt: skip


def proposed_week(country):
    """Seven lists of [from, to] minutes, Monday first, that offices of a country keep."""
    if country == "IR":
        return _week({_SAT, _SUN, _MON, _TUE, _WED}, _IRAN)
    if country == "AE":
        return [*([_OFFICE] * 4), [[8 * 60, 12 * 60]], [], []]
    if country == "AF":
        return _week({_SAT, _SUN, _MON, _TUE, _WED, _THU}, [[8 * 60, 16 * 60]])
    if country in _SUNDAY_TO_THURSDAY:
        return _week({_SUN, _MON, _TUE, _WED, _THU}, _OFFICE)
    return _week({_MON, _TUE, _WED, _THU, _FRI}, _OFFICE)


def movable(country, year):
    """(date, Arabic, Persian, English) of a year's holidays that no day of the calendar fixes."""
    if country == "GB":
        sunday = easter(year)
        return [
            (sunday - timedelta(days=2), "الجمعة العظيمة", "جمعهٔ نیک", "Good Friday"),
            (sunday + timedelta(days=1), "اثنين الفصح", "دوشنبهٔ عید پاک", "Easter Monday"),
            (_nth(year, 5, _MON, 1), "عطلة أول مايو", "تعطیلی آغاز مه", "Early May bank holiday"),
            (_nth(year, 5, _MON, -1), "عطلة الربيع", "تعطیلی بهاری", "Spring bank holiday"),
            (_nth(year, 8, _MON, -1), "عطلة الصيف", "تعطیلی تابستانی", "Summer bank holiday"),
        ]
    if country == "US":
        return [
            (_nth(year, 1, _MON, 3), "يوم مارتن لوثر كينغ", "روز مارتین لوتر کینگ", "Martin Luther King Day"),
            (_nth(year, 5, _MON, -1), "يوم الذكرى", "روز یادبود", "Memorial Day"),
            (_nth(year, 9, _MON, 1), "عيد العمال", "روز کارگر", "Labor Day"),
            (_nth(year, 11, _THU, 4), "عيد الشكر", "روز شکرگزاری", "Thanksgiving"),
        ]
    return []


def _week(days, windows):
    return [windows if day in days else [] for day in range(7)]


def _nth(year, month, weekday, number):
    """The first, second … weekday of a month, or the last one for -1."""
    if number < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
