"""The sheet a document is printed on: letterhead, title, number, date, page count, in the language in force."""

import unicodedata
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

from crm.l10n.dates import format_date
from crm.l10n.numbers import localize_digits
from crm.l10n.state import current

COUNTERS = {"latn": "decimal", "arab": "arabic-indic", "arabext": "persian"}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    direction: str


def direction_of(text, default):
    """ltr or rtl, by the first letter that has a direction. The engines do not work out dir="auto" themselves."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return default


def lines_of(text, default):
    return [Line(line, direction_of(line, default)) for line in text.splitlines() if line.strip()]


def page(body, *, tenant, title, code, day):
    """The whole HTML page around `body`, which must be clean HTML."""
    preferences = current()
    context = {
        "language": preferences.language,
        "direction": preferences.direction,
        "firm": Line(tenant.name, direction_of(tenant.name, preferences.direction)),
        "address": lines_of(tenant.address, preferences.direction),
        "title": title,
        "code": localize_digits(code),
        "date": format_date(day, "medium"),
        "body": mark_safe(body),  # noqa: S308  # cleaned by crm.documents.liquid
    }
    return render_to_string("print/document.html", context)


def styles():
    """The style sheet, with what a style sheet has to say in words: which page of how many."""
    context = {"direction": current().direction, "rtl": current().direction == "rtl", "page_count": _page_count()}
    return render_to_string("print/document.css", context)


def _page_count():
    """The sentence as the value of `content`, its numbers counters in the document's digits."""
    # Translators: at the foot of each printed page
    sentence = pgettext("document", "Page %(page)s of %(pages)s") % {"page": "\0page\0", "pages": "\0pages\0"}
    counter = COUNTERS[current().digits]
    parts = (
        f"counter({part}, {counter})" if part in ("page", "pages") else '"' + part.replace('"', "") + '"'
        for part in sentence.split("\0")
    )
    return mark_safe(" ".join(parts))  # noqa: S308  # words of our own catalogue
