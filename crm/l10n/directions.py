"""Text of both directions on one line, kept apart.

A line is laid out by the direction of its letters: a phone number, a code or a foreign name would pull its neighbours
along. So every value stands in a <bdi>, whose direction is worked out here: PDF engines and many mail programs do not
work out dir="auto" themselves.
"""

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from crm.l10n.state import current
from crm.lib.text import base_direction, isolate

# Phone and account numbers in groups, IBANs, codes: among Arabic letters their groups would change places.
CODE = re.compile(r"(?<![A-Za-z0-9])(?:\+|\(\d+\) ?)?[A-Za-z0-9][A-Za-z0-9 ()/.+\-]{4,}[A-Za-z0-9]", re.ASCII)


def direction_of(text):
    """ltr or rtl, by the first letter that has a direction; the document's own when none has."""
    return base_direction(text) or current().direction


def run(text, direction=""):
    """The text as safe HTML that neither takes its direction from the line nor gives it one."""
    direction = direction or direction_of(text)
    words = escape(text)
    if direction == "rtl":
        words = mark_safe(CODE.sub(_isolated_code, words))  # noqa: S308  # escaped above
    return format_html('<bdi dir="{}">{}</bdi>', direction, words)


def lines(text):
    """Each line that says something as a run of its own, with line breaks between."""
    runs = ((run(line),) for line in text.splitlines() if line.strip())
    return format_html_join(mark_safe("<br>"), "{}", runs)


def paragraphs(text):
    """What somebody wrote, as safe HTML: each paragraph in the direction of its own letters, each line a run."""
    parts = (part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip())
    return format_html_join("\n", '<p dir="{}">{}</p>', ((direction_of(part), lines(part)) for part in parts))


def foreign(text):
    """A text for a plain sentence of the reader's language: isolated, where its letters go the other way."""
    return isolate(text) if base_direction(text) not in ("", current().direction) else text


def _isolated_code(found):
    return f'<bdi dir="ltr">{found[0]}</bdi>' if any(map(str.isdigit, found[0])) else found[0]
