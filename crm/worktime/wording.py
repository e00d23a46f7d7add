"""How a deadline came about, in the reader's words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.l10n.dates import format_date, format_time
from crm.l10n.numbers import format_number


def explain(deadline, zone):
    """Lines that add up to the deadline: the working time of each day that was counted, and the days that were not."""
    counted = [(piece.start, _counted(piece, zone)) for piece in deadline.pieces]
    closed = [(_start(day, zone), _closed(day, name)) for day, name in deadline.closed]
    return [line for _at, line in sorted(counted + closed)]


def length(minutes):
    """2 hours 30 minutes."""
    hours, rest = divmod(round(minutes), 60)
    in_hours = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": format_number(hours)}
    in_minutes = ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": format_number(rest)}
    if hours and rest:
        return _("%(hours)s and %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}
    return in_hours if hours else in_minutes


def _counted(piece, zone):
    start, end = piece.start.astimezone(zone), piece.end.astimezone(zone)
    return _("%(day)s, %(from)s–%(to)s: %(length)s") % {
        "day": format_date(start.date(), "weekday"), "from": format_time(start.time()), "to": format_time(end.time()),
        "length": length(piece.minutes),
    }  # fmt: skip


def _closed(day, name):
    return _("%(day)s: closed, %(holiday)s") % {"day": format_date(day, "weekday"), "holiday": name}


def _start(day, zone):
    return datetime(day.year, day.month, day.day, tzinfo=zone)
