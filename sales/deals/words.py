"""How what happened to a deal reads: stages and reasons in the reader's language, amounts and days as theirs."""

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.l10n.dates import format_date, format_datetime
from crm.l10n.money import format_money
from crm.ui.tables import Cell
from crm.ui.timeline import changed_fields


def names(event):
    """Of an event that keeps names by language, those of the reader's."""
    data, language = event.data, get_language()
    found = {role: data.get(f"{role}_names", {}).get(language) for role in ("before", "after", "reason")}
    return {f"{role}_name": name for role, name in found.items() if name}


def moved(event):
    """Of a move, the dates that came with it as well."""
    tags = []
    if event.data.get("visit_at"):
        moment = format_datetime(datetime.fromisoformat(event.data["visit_at"]))
        tags.append(Cell(text=_("Visit %(moment)s") % {"moment": moment}, kind="tag", icon="calendar-event"))
    if event.data.get("delivery_on"):
        day = format_date(date.fromisoformat(event.data["delivery_on"]))
        tags.append(Cell(text=_("Delivery %(day)s") % {"day": day}, kind="tag", icon="calendar-event"))
    return {"tags": tags, **names(event)}


def lost(event):
    """Of a loss, the reason as a tag."""
    told = names(event)
    reason = told.get("reason_name") or event.data.get("reason_name", "")
    return {**told, "tags": [Cell(text=reason, kind="tag", tone="grey")] if reason else []}


PRESENTED = {
    "amount_minor": lambda value, event: format_money(value, event.data["currency"]),
    "visit_at": lambda value, event: format_datetime(datetime.fromisoformat(value)),
}


def changed(event):
    """Of an update, what was and what is, where it takes the deal itself to write it: money, and moments."""
    told = changed_fields(event)
    if "before" in told:
        [(name, values)] = event.data["changes"].items()
        for role, value in zip(("before", "after"), values, strict=True):
            if name in PRESENTED and value is not None:
                told[role] = PRESENTED[name](value, event)
    return told
