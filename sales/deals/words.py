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
    """Of a move, the date that the stage asked for as well."""
    told = {"tags": [], **names(event)}
    if event.data.get("visit_at"):
        moment = format_datetime(datetime.fromisoformat(event.data["visit_at"]))
        told["tags"] = [Cell(text=_("Visit %(moment)s") % {"moment": moment}, kind="tag", icon="calendar-event")]
    if event.data.get("delivery_on"):
        day = format_date(date.fromisoformat(event.data["delivery_on"]))
        told["tags"] = [Cell(text=_("Delivery %(day)s") % {"day": day}, kind="tag", icon="calendar-event")]
    return told


def lost(event):
    """Of a loss, the reason as a tag."""
    told = names(event)
    reason = told.get("reason_name") or event.data.get("reason_name", "")
    return {**told, "tags": [Cell(text=reason, kind="tag", tone="grey")] if reason else []}


PRESENTED = {
    "amount_minor": lambda value, event: format_money(value, event.data["currency"]),
    "expected_close": lambda value, event: format_date(date.fromisoformat(value)),
    "delivery_on": lambda value, event: format_date(date.fromisoformat(value)),
    "visit_at": lambda value, event: format_datetime(datetime.fromisoformat(value)),
}


def changed(event):
    """Of an update, what was and what is, as readers write it."""
    told = changed_fields(event)
    changes = event.data.get("changes", {})
    if len(changes) == 1 and told.get("tags"):
        [(name, (before, after))] = changes.items()
        if name in PRESENTED:
            before, after = (PRESENTED[name](value, event) if value else "—" for value in (before, after))
            told["tags"] = (
                Cell(text=before, kind="muted"), Cell(text="→", kind="muted"), Cell(text=after, kind="tag"),
            )  # fmt: skip
    return told
