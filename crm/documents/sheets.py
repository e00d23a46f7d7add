"""The sheet a document is printed on: letterhead, title, number, date, page count, in the language in force."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.l10n.dates import format_date
from crm.l10n.directions import lines, run
from crm.l10n.numbers import localize_digits
from crm.l10n.state import current

COUNTERS = {"latn": "decimal", "arab": "arabic-indic", "arabext": "persian"}


def page(body, *, tenant, title, code, day, logo="", preview=False):
    """The whole HTML page around `body`, which must be clean HTML. `logo` is tenants.logos.printed(). A preview brings
    its styles, for a browser."""
    preferences = current()
    context = {
        "language": preferences.language,
        "direction": preferences.direction,
        "firm": run(tenant.name),
        "address": lines(tenant.address),
        "logo": logo,
        # Translators: what the picture in the letterhead is, for those who cannot see it
        "logo_name": _("Logo of %(firm)s") % {"firm": tenant.name},
        "title": title,
        "heading": run(title),
        "code": localize_digits(code),
        "date": format_date(day, "medium"),
        "body": mark_safe(body),  # noqa: S308  # cleaned by crm.documents.liquid
        "styles": styles(preview=True) if preview else "",
    }
    return render_to_string("print/document.html", context)


def styles(*, preview=False):
    """The style sheet, with what a style sheet has to say in words: which page of how many."""
    direction, counter = current().direction, COUNTERS[current().digits]
    context = {
        "direction": direction,
        "rtl": direction == "rtl",
        "counter": counter,
        "page_count": _page_count(counter),
        "preview": preview,
    }
    return render_to_string("print/document.css", context)


def _page_count(counter):
    """The sentence as the value of `content`, its numbers counters in the document's digits."""
    # Translators: at the foot of each printed page
    sentence = pgettext("document", "Page %(page)s of %(pages)s") % {"page": "\0page\0", "pages": "\0pages\0"}
    parts = (
        f"counter({part}, {counter})" if part in ("page", "pages") else '"' + part.replace('"', "") + '"'
        for part in sentence.split("\0")
    )
    return mark_safe(" ".join(parts))  # noqa: S308  # words of our own catalogue
