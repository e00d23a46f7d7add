"""Names and words compared the way people read them, whatever keyboard typed them."""

import re
import unicodedata
import zlib

# Each class stands in crm_norm.sql too: fold() and crm_norm() must agree on every string.
_SPACES = re.compile("[\x01-\x20\x7f-\x9f\u1680\u2028\u2029]+")
_RARE = re.compile("[\u0700-\u1dff\u3000-\u30ff\ua000-\uabff\U00010000-\U0010ffff]")
_NEWER = re.compile(
    "[\u0892-\u0897\u1acf-\u1aff\u1c89-\u1c8f\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7f1"
    "\U000105bd-\U000105ff\U00010d3a-\U00010e5f\U00010eb2-\U00010eff\U00011375-\U000113ff"
    "\U00011ef9-\U00011faf\U00014647-\U000167ff\U00016b90-\U00016e3f\U00016e9b-\U00016eff"
    "\U0001bca4-\U0001ceff\U0001e02b-\U0001e0ff\U0001e300-\U0001e7df]+"
)
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061c\u0621\u0640\u064b-\u065f\u0670\u0674\u06d6-\u06ed\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+"
)
_LETTERS = str.maketrans(
    "ىیێېۍےکڪڬګةہھەۃٱۆۇۋںڕڵ" + "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،؛؟٪٫٬" + "ðøþđħıłς",
    "ييييييكككگهههههاووونرل" + "01234567890123456789,;?%.," + "dotdhilσ",
) | str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text):
    """The form in which two spellings of one word are equal: علي and علی, أحمد and احمد, José and jose.

    Letter case, accents, harakat, tatweel, the half-space, presentation forms, digit sets and runs of white
    space make no difference; other letters do. The twin of SQL crm_norm(): both answer the same for every
    string that PostgreSQL can store. Folding twice changes nothing.
    """
    if text.isascii():
        return _SPACES.sub(" ", text.lower()).strip(" ")
    rare = _RARE.search(text)
    if rare:
        text = _NEWER.sub("", text)
    # str.lower() picks ς or σ by position; PostgreSQL maps letter by letter
    text = unicodedata.normalize("NFKD", text).replace("Σ", "σ").lower()
    text = _MARKS.sub("", text)
    if rare:
        text = unicodedata.normalize("NFKD", text)
    return _SPACES.sub(" ", text.translate(_LETTERS)).strip(" ")


def squeezed(text):
    """A name in the form in which its spellings are equal with or without spaces between its parts, too."""
    return fold(text).replace(" ", "")


def spellings(text):
    """The folded forms under which a name may be stored: its parts as written, apart, or joined."""
    return {fold(text), fold(text.replace("\u200c", " ")), squeezed(text)} - {""}


_TONES = ("slate", "sky", "indigo", "violet", "teal", "plum", "sand")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
# The letters alone, as in crm_name_in.sql.
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"[^\W\d_]+")
# What firms and people of title begin with; said of many, so it tells nothing apart. Folded.
_COMMON_FIRST = {
    fold(word)
    for word in (
        "شركة مؤسسة مجموعة مصنع مكتب عيادة عيادات مستشفى مدرسة مدارس وقف فندق فنادق دار بنك متجر مجمع جمعية"
        " شرکت مؤسسه گروه کارخانه دفتر کلینیک بیمارستان مدرسه هتل بانک فروشگاه مجتمع انجمن سازمان صنایع"
        " السيد السيدة الأستاذ الأستاذة المهندس المهندسة الدكتور الدكتورة الشيخ آقای خانم مهندس دکتر"
    ).split()
}
_PARTICLES = {"al", "el", "the", "mr", "mrs", "ms", "dr"}


def initials(name):
    """What stands in the sign of a person or firm: one letter in Arabic script, where two would join into
    a word, else the first letters of the first and last word; "?" for a name without letters.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    if not words:
        return "?"
    if _ARABIC.search(name):
        word = next((word for word in words if fold(word) not in _COMMON_FIRST), words[0])
        return word[2] if word.startswith("ال") and len(word) > 4 else word[0]
    words = [word for word in words if word.lower() not in _PARTICLES] or words
    ends = words[0][0], words[-1][0] if len(words) > 1 else ""
    return "".join(letter.upper()[:1] for letter in ends)


def tone(name):
    """One of the seven identity colours, the same for a name on every page and after every restart."""
    return _TONES[zlib.crc32(fold(name).encode()) % len(_TONES)]


def is_arabic(text):
    """Whether a name is in Arabic script, which Persian shares: one such letter is enough, for many names of firms
    hold a Latin word besides."""
    return _ARABIC_LETTER.search(text) is not None


def name_in(name, other, *, arabic):
    """Of the two forms of a name the one that readers of Arabic script, or of another, know it by: `other` where that
    alone is in their script, else `name`. The twin of SQL crm_name_arab() and crm_name_latn()."""
    return other if other and is_arabic(other) == arabic != is_arabic(name) else name


def base_direction(text):
    """ "rtl" or "ltr" by its first letter, as a reader would set it; "" when it has no letters."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


def isolate(text):
    """Text that keeps its own order, and the order of the words around it, wherever it is put. For plain text; in HTML
    that is what <bdi> does."""
    return f"\u2068{text}\u2069"
