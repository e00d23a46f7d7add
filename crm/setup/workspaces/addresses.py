"""The workspace's address, its slug: what may be one, and what a firm's name suggests, in whatever script."""

import re
import unicodedata

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from crm.lib.digits import to_latin
from crm.tenants.middleware import RESERVED
from crm.tenants.models import Tenant

SHORTEST, LONGEST = 3, 40
PATTERN = RegexValidator(
    rf"^[a-z0-9](?:[a-z0-9-]{{{SHORTEST - 2},{LONGEST - 2}}}[a-z0-9])\Z",
    _("Use 3 to 40 of the letters a–z, digits and hyphens; begin and end with a letter or digit."),
)

# Sounds, not a scholarly transliteration: what a firm of that name would call its web address.
_SOUNDS = {
    "آ": "a", "أ": "a", "إ": "i", "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ة": "a", "ۀ": "e", "ى": "a", "ئ": "e", "ؤ": "o", "ء": "", "ـ": "",
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ı": "i",
}  # fmt: skip
_PERSIAN_SOUNDS = {"ث": "s", "ح": "h", "ذ": "z", "ض": "z", "ظ": "z", "ق": "gh", "و": "v"}
_PERSIAN_LETTERS = re.compile("[پچژگکی]")
_BREAKS = re.compile("[\\s\u200c\u200d_.,،/&+|–—-]+")
_CONSONANT = "[بپتثجچحخدذرزژسشصضطظعغفقكکگلمنه]"


def suggest(name):
    """A free address for a firm of this name; empty when nothing in the name can be written in Latin letters."""
    base = _latin(name)[: LONGEST - 3].strip("-")
    if not base:
        return ""
    base = base if len(base) >= SHORTEST else f"{base}-crm"
    taken = set(Tenant.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)


def is_free(slug):
    """Whether a new workspace may have this address."""
    return slug not in RESERVED and not Tenant.objects.filter(slug=slug).exists()


def _latin(name):
    persian = bool(_PERSIAN_LETTERS.search(name))
    words = _BREAKS.split(unicodedata.normalize("NFC", to_latin(name.strip().lower())))
    spelled = (re.sub("[^a-z0-9]", "", _spell(word, persian)) for word in words)
    return "-".join(filter(None, spelled))


def _spell(word, persian):
    sounds = _SOUNDS | (_PERSIAN_SOUNDS if persian else {})
    if word == "و":
        return "o"
    if word.startswith("ال") and len(word) > 3:
        word = f"al{word[2:]}"
    if persian:
        word = re.sub(r"(?<=.)ه\Z", "e", word)
    # و and ی are vowels between consonants and at the end, else consonants
    word = re.sub(f"(?<={_CONSONANT})و(?={_CONSONANT}|\\Z)", "u", word)
    word = re.sub(f"(?<={_CONSONANT})[يی](?={_CONSONANT}|\\Z)", "i", word)
    word = word.translate(str.maketrans({"ي": "y", "ی": "y", "و": sounds.get("و", "w")}))
    plain = unicodedata.normalize("NFKD", "".join(sounds.get(letter, letter) for letter in word))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
