"""A notification's words and its address, made for whoever is reading now (l10n.state)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from crm.l10n.dates import format_date, format_datetime
from crm.l10n.directions import foreign
from crm.l10n.numbers import format_number
from crm.notify.kinds import KINDS
from crm.records import registry
from crm.ui.timeline import SYSTEM_ACTORS


class Blank(dict):
    """Data that an older version did not write down shows as nothing rather than breaking the page."""

    def __missing__(self, key):
        return ""


def sentence(notification):
    """What the member is told, as plain text."""
    values = {
        name: foreign(value) if isinstance(value, str) else value for name, value in _values(notification).items()
    }
    return str(KINDS[notification.kind].sentence) % Blank(values)


def marked_sentence(notification):
    """The same as HTML: what people wrote is escaped, and kept from turning the direction of the words around it."""
    values = {name: format_html("<bdi>{}</bdi>", value) for name, value in _values(notification).items() if value}
    text = conditional_escape(str(KINDS[notification.kind].sentence))
    return mark_safe(text % Blank(values))  # noqa: S308  # the sentence is ours, the values are escaped


def _values(notification):
    kind, data = KINDS[notification.kind], notification.data
    values = {name: in_language(value) for name, value in data.items()}
    for name in kind.moments:
        if data.get(name):
            values[name] = format_datetime(datetime.fromisoformat(data[name]))
    if data.get("actor_kind") in SYSTEM_ACTORS:
        values["actor"] = str(SYSTEM_ACTORS[data["actor_kind"]]) % {"name": data["actor"]}
    if "text" in values:
        values["text"] = _written_text(values)
    return values


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
    page = KINDS[notification.kind].page
    if page and notification.record_id:
        return reverse(page, args=[notification.record_id])
    return registry.url_of(notification.record_type, notification.record_id)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notification as its reader sees it."""

    pk: int
    text: str  # safe HTML
    icon: str
    tone: str
    at: datetime
    is_new: bool


def notices(notifications):
    return tuple(
        Notice(
            pk=each.pk,
            text=marked_sentence(each),
            icon=KINDS[each.kind].icon,
            tone=KINDS[each.kind].tone,
            at=each.at,
            is_new=each.read_at is None,
        )
        for each in notifications
    )
