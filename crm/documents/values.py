"""What a template writes for each placeholder: text of the document's language, kept apart from the text around it.

The engines lay out a line by the direction of its letters. A phone number, a code or a foreign name would pull its
neighbours along, so every value stands in a <bdi> whose direction is worked out here.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from crm.documents.sheets import direction_of, lines_of
from crm.l10n.dates import format_date, format_datetime
from crm.l10n.money import amount_in_words, format_money
from crm.l10n.numbers import format_number, localize_digits
from crm.l10n.state import current
from crm.lib.money import to_decimal

LEFT_TO_RIGHT = {"phone", "code"}
OF_THE_LANGUAGE = {"money", "day", "moment", "number", "words"}
FORMATS = {
    "text": str,
    "lines": str,
    "phone": str,
    "code": localize_digits,
    "words": str,
    "number": format_number,
    "money": lambda raw: format_money(*raw, full=True),
    "day": lambda raw: format_date(raw, "medium"),
    "moment": lambda raw: format_datetime(raw, "medium"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A filled placeholder. Templates print it, compare it (`__liquid__`) and give it to filters."""

    kind: str
    raw: Any

    def __str__(self):
        return FORMATS[self.kind](self.raw)

    def __html__(self):
        return isolated(str(self), self.kind)

    def __liquid__(self):
        return to_decimal(*self.raw) if self.kind == "money" else self.raw

    def in_words(self):
        return Value("words", amount_in_words(*self.raw))


def isolated(text, kind="text"):
    """The text as safe HTML that neither takes its direction from the line nor gives it one."""
    if kind == "lines":
        lines = ((line.direction, line.text) for line in lines_of(text, current().direction))
        return format_html_join(mark_safe("<br>"), '<bdi dir="{}">{}</bdi>', lines)
    if kind in LEFT_TO_RIGHT:
        direction = "ltr"
    elif kind in OF_THE_LANGUAGE:
        direction = current().direction
    else:
        direction = direction_of(text, current().direction)
    return format_html('<bdi dir="{}">{}</bdi>', direction, text)
