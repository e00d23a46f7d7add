"""What a template writes for each placeholder: text of the document's language, kept apart from what is around it."""

from dataclasses import dataclass
from typing import Any

from crm.l10n.dates import format_date, format_datetime
from crm.l10n.directions import lines, run
from crm.l10n.money import amount_in_words, format_money
from crm.l10n.numbers import format_number
from crm.l10n.state import current
from crm.lib.money import to_decimal
from crm.lib.phones import pretty

LEFT_TO_RIGHT = {"phone", "code"}
OF_THE_LANGUAGE = {"money", "day", "moment", "number", "words"}
FORMATS = {
    "text": str,
    "lines": str,
    "phone": pretty,
    "code": str,
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
    """The text as safe HTML, in the direction that its kind has, or its letters."""
    if kind == "lines":
        return lines(text)
    if kind in LEFT_TO_RIGHT:
        return run(text, "ltr")
    return run(text, current().direction if kind in OF_THE_LANGUAGE else "")
