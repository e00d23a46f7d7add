"""A notification's words and its address, made for whoever is reading now (l10n.state)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language

from crm.l10n.dates import format_date, format_datetime
from crm.l10n.numbers import format_number
from crm.notify.kinds import KINDS
from crm.records import registry


class Blank(dict):
    """Data that an older version did not write down shows as nothing rather than breaking the page."""

    def __missing__(self, key):
        return ""


def sentence(notification):
    """What the member is told, as plain text."""
    kind, data = KINDS[notification.kind], notification.data
    values = Blank({name: in_language(value) for name, value in data.items()})
    for name in kind.moments:
        if data.get(name):
            values[name] = format_datetime(datetime.fromisoformat(data[name]))
    if "text" in values:
        values["text"] = _written_text(values)
    return str(kind.sentence) % values


def _written_text(values):
    """A text that somebody wrote into a rule: {record} and {date} stand where they put them, else at the end."""
    text, moment = values["text"], values.get("date", "")
    if moment:
        is_day = len(moment) == len("2026-11-24")
        moment = format_date(date.fromisoformat(moment)) if is_day else format_datetime(datetime.fromisoformat(moment))
    for name, value in (("record", values.get("record", "")), ("date", moment)):
        mark = f"{{{name}}}"
        text = text.replace(mark, value) if mark in text else " · ".join(filter(None, [text, value]))
    return text


def in_language(value):
    """A text given per language ({"ar": …, "en": …}) in the reader's, or in the first there is; a number in their
    digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return format_number(value)
    if not isinstance(value, dict):
        return value
    return value.get(get_language()) or next(iter(value.values()), "")


def address(notification):
    """The path of what it is about; "" when there is nothing to open."""
    if page := KINDS[notification.kind].page:
        return reverse(page, args=[notification.record_id])
    return registry.url_of(notification.record_type, notification.record_id)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification as its reader sees it."""

    pk: int
    text: str
    icon: str
    tone: str
    at: datetime
    is_new: bool


def notices(notifications):
    return tuple(
        Notice(
            pk=each.pk,
            text=sentence(each),
            icon=KINDS[each.kind].icon,
            tone=KINDS[each.kind].tone,
            at=each.at,
            is_new=each.read_at is None,
        )
        for each in notifications
    )
