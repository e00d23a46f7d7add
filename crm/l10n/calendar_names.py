"""Names of months and days. Babel has the Gregorian ones only; one table for all keeps writing and reading alike."""

from crm.lib.text import fold


def _names(text):
    return tuple(text.split("|"))


WEEKDAYS = {
    "ar": _names("الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"),
    "fa": _names("دوشنبه|سه‌شنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه"),
    "en": _names("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
}

SHORT_WEEKDAYS = {"ar": tuple("نثرخجسح"), "fa": tuple("دسچپجشی"), "en": _names("Mo|Tu|We|Th|Fr|Sa|Su")}

MONTHS = {
    "gregorian": {
        "ar": _names("يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"),
        "fa": _names("ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر"),
        "en": _names("January|February|March|April|May|June|July|August|September|October|November|December"),
    },
    "jalali": {
        "ar": _names("فروردين|أرديبهشت|خرداد|تير|مرداد|شهريور|مهر|آبان|آذر|دي|بهمن|إسفند"),
        "fa": _names("فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند"),
        "en": _names("Farvardin|Ordibehesht|Khordad|Tir|Mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand"),
    },
    "hijri": {
        "ar": _names(
            "محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة"
        ),
        "fa": _names("محرم|صفر|ربیع‌الاول|ربیع‌الثانی|جمادی‌الاول|جمادی‌الثانی|رجب|شعبان|رمضان|شوال|ذیقعده|ذیحجه"),
        "en": _names(
            "Muharram|Safar|Rabi al-Awwal|Rabi al-Thani|Jumada al-Ula|Jumada al-Akhira"
            "|Rajab|Shaban|Ramadan|Shawwal|Dhu al-Qada|Dhu al-Hijja"
        ),
    },
}

# Read, never written: the months of the Levant and Iraq, of the Maghreb, short forms, and other spellings.
_ALSO = (
    ("gregorian", "Jan|Feb|Mar|Apr||Jun|Jul|Aug|Sep|Oct|Nov|Dec"),
    ("gregorian", "||||||||Sept"),
    ("gregorian", "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"),
    ("gregorian", "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر"),
    ("gregorian", "||مارچ|إبريل|می||جولای|آگوست||||"),
    ("jalali", "Farvardeen||||Amordad|Shahrivar||Aaban|Aazar|Day||Esfand"),
    ("hijri", "Moharram||Rabi I|Rabi II|Jumada I|Jumada II||Shaaban|Ramazan||Dhul Qadah|Dhul Hijjah"),
    ("hijri", "|||ربيع الثاني|جمادى الأول|جمادى الثانية|||||ذي القعدة|ذي الحجة"),
    ("hijri", "||ربیع اول|ربیع الآخر|جمادی اول|جمادی الآخر|||||ذی‌القعده|ذی‌قعده|ذی‌الحجه"),
    ("hijri", "||||||||||ذیقعده|ذی‌حجه"),
)


def key(name):
    """What is compared of a name: folded, without spaces and signs."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _month_words():
    tables = [(which, names) for which, languages in MONTHS.items() for names in languages.values()]
    tables += [(which, _names(text)) for which, text in _ALSO]
    return {key(name): (which, number) for which, names in tables for number, name in enumerate(names, start=1) if name}


MONTH_WORDS = _month_words()
# The longest first: سه‌شنبه before شنبه, Monday before Mon.
WEEKDAY_WORDS = sorted(
    {key(name) for names in WEEKDAYS.values() for name in names} | {key(name[:3]) for name in WEEKDAYS["en"]},
    key=len,
    reverse=True,
)
