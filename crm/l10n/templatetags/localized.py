"""Dates, numbers, money and phones in templates: escaped, isolated, in the reader's calendar and digits.

Loaded everywhere. An empty value writes nothing.
"""

import json
from datetime import datetime

from django import template
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html

from crm.l10n import dates, names, numbers
from crm.l10n import money as amounts
from crm.l10n.calendar_names import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from crm.l10n.calendars import month_table
from crm.l10n.recurrence import Anniversary
from crm.l10n.state import current
from crm.l10n.widgets import DateInput
from crm.lib import phones

register = template.Library()
_EMPTY = (None, "")


@register.filter
def day(value, style="short"):
    """A date, or the day of a moment: Today, Tue 24 Nov; the full date on hover. Styles as dates.format_date."""
    if value in _EMPTY:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return _time(value.isoformat(), dates.format_date(value, "long"), dates.format_date(value, style))


@register.simple_tag
def comma():
    """What stands between two names, in the reader's script."""
    return names.comma()


@register.filter
def yearly(code):
    """A day of every year, of an Anniversary's code: 1 Shawwal."""
    return dates.format_anniversary(Anniversary.read(code)) if code else ""


@register.filter
def date_field(value):
    """A date as fields show it, for the value of an input that no form draws."""
    return "" if value in _EMPTY else dates.format_date(value, "numeric")


@register.simple_tag
def date_attrs():
    """What such an input says about itself to the picker."""
    return flatatt(DateInput().local_attrs())


@register.simple_tag
def picker_data():
    """What the date picker has to know of its reader: names of months and weekdays, the calendar, and the day."""
    reader = current()
    weekdays = list(zip(SHORT_WEEKDAYS[reader.language], WEEKDAYS[reader.language], strict=True))
    return {
        "months": json.dumps(MONTHS[reader.calendar][reader.language], ensure_ascii=False),
        "weekdays": json.dumps(weekdays, ensure_ascii=False),
        "table": json.dumps(month_table(reader.calendar), separators=(",", ":")),
        "today": dates.today().isoformat(),
    }


@register.filter
def moment(value, style="short"):
    """A moment on the reader's clock: Today 14:30; in full on hover."""
    if value in _EMPTY:
        return ""
    return _time(value.isoformat(), dates.format_datetime(value, "long"), dates.format_datetime(value, style))


@register.filter
def ago(value):
    """How far a moment is from now: 13 minutes ago, in 2 days; in full on hover."""
    if value in _EMPTY:
        return ""
    return _time(value.isoformat(), dates.format_datetime(value, "long"), dates.format_relative(value))


@register.filter
def late(value):
    """How long a moment or day is past: 2 days late. Nothing while it is not."""
    return "" if value in _EMPTY else dates.format_late(value)


@register.filter
def money(minor, currency):
    """Minor units with their unit; where the short form leaves something out, the full amount on hover."""
    if minor in _EMPTY:
        return ""
    short, full = amounts.format_money(minor, currency), amounts.format_money(minor, currency, full=True)
    direction = current().direction
    if short == full:
        return format_html('<bdi dir="{}">{}</bdi>', direction, short)
    return format_html('<bdi dir="{}" title="{}">{}</bdi>', direction, full, short)


@register.filter
def money_full(minor, currency):
    """Minor units with their unit, never shortened: for documents."""
    if minor in _EMPTY:
        return ""
    full = amounts.format_money(minor, currency, full=True)
    return format_html('<bdi dir="{}">{}</bdi>', current().direction, full)


@register.filter
def num(value, decimals=None):
    return "" if value in _EMPTY else format_html('<bdi dir="ltr">{}</bdi>', numbers.format_number(value, decimals))


@register.filter
def plain_num(value):
    """The number without markup, for attributes and sentences."""
    return "" if value in _EMPTY else numbers.format_number(value)


@register.filter
def percent(value, decimals=0):
    """Percentage points: 30 is 30%."""
    return "" if value in _EMPTY else format_html('<bdi dir="ltr">{}</bdi>', numbers.format_percent(value, decimals))


@register.filter
def compact(value):
    """A large number in short, in full on hover: 1.2M."""
    if value in _EMPTY:
        return ""
    return format_html('<bdi title="{}">{}</bdi>', numbers.format_number(value), numbers.format_compact(value))


@register.filter
def phone(value):
    """A link that dials an E.164 number, written as its readers write it."""
    if value in _EMPTY:
        return ""
    shown = numbers.localize_digits(phones.pretty(value, current().phone_region))
    return format_html('<a class="wl-ltr" dir="ltr" href="tel:{}">{}</a>', value, shown)


@register.filter
def isolate(value):
    """A user's words, kept from turning the direction of the words around them."""
    return "" if value in _EMPTY else format_html("<bdi>{}</bdi>", value)


def _time(machine, full, shown):
    return format_html('<time dir="auto" datetime="{}" title="{}">{}</time>', machine, full, shown)
