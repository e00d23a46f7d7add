"""Addresses as people paste them: out of a mail's head, a sheet or a chat, with the marks of any keyboard."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crm.lib.digits import plain

LONGEST = 254
# what stands between two people, unless within "…" or <…>: , ; ، ؛ and the ends of lines and cells
_PIECE = re.compile(r'(?:"[^"\n]*"|<[^<>\n]*>|[^,;،؛\n\r\t"<]|["<])+')
_NAMED = re.compile(r"(?P<name>.*?)<(?P<email>[^<>]*)>\s*")
_ROUND = "<>()[]{}«»'\"“”‘’."  # sentence marks that were copied along


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a pasted list: `text` as it stood there; `reason` says why it cannot be an address, or is empty."""

    text: str
    email: str = ""
    name: str = ""
    reason: str = ""


def read_addresses(text):
    """The people of a pasted list, in its order, each address once, in lower case."""
    found = {}
    for piece in _pieces(text):
        for entry in _entries(piece):
            found.setdefault(entry.email or entry.text, entry)
    return list(found.values())


def _pieces(text):
    """The list taken apart. "Harbi, Noura <n@example.com>" is one person, although nobody quoted the comma."""
    pieces, waiting = [], ""
    for match in _PIECE.finditer(text):
        piece = " ".join(filter(None, [waiting, plain(match.group())]))
        at_comma = text[match.end() : match.end() + 1] in {",", "،"}
        waiting = ""
        if at_comma and "@" not in piece and "＠" not in piece and _next_is_named(text, match.end() + 1):
            waiting = piece
        elif piece:
            pieces.append(piece)
    return pieces


def _next_is_named(text, start):
    following = _PIECE.match(text, start)
    return bool(following and _NAMED.fullmatch(plain(following.group())))


def _entries(piece):
    named = _NAMED.fullmatch(piece)
    if named:
        return [_entry(piece, named["email"], named["name"])]
    words = piece.split()
    addresses = [word for word in words if "@" in word or "＠" in word]
    if len(addresses) == 1:
        rest = " ".join(word for word in words if word != addresses[0])
        return [_entry(piece, addresses[0], rest)]
    if len(addresses) == len(words):
        return [_entry(word, word, "") for word in words]
    return [_entry(piece, piece, "")]


def _entry(text, email, name):
    email = unicodedata.normalize("NFKC", email).strip().removeprefix("mailto:").strip(_ROUND).lower()
    try:
        validate_email(email)
        if len(email) > LONGEST:
            raise ValidationError("")
    except ValidationError:
        return Entry(text, reason=_("This is no e-mail address."))
    return Entry(text, email, name.strip(" \"'“”«»-–:")[:200])
