"""What a timeline adds to the sentence about a call."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.activities.models import Call
from crm.activities.record import OUTCOME_TONES
from crm.l10n.numbers import format_number
from crm.ui.tables import Cell


def call_words(event):
    """Tags: how the call went, which way it was, how long it took."""
    data = event.data
    outcome = Cell(
        text=str(dict(Call.Outcome.choices).get(data["outcome"], data["outcome"])),
        kind="tag",
        tone=OUTCOME_TONES.get(data["outcome"], ""),
    )
    tags = [outcome]
    if data["direction"] == Call.Direction.IN:
        tags.append(_("Incoming"))
    if data["minutes"]:
        text = ngettext("%(count)s minute", "%(count)s minutes", data["minutes"])
        tags.append(text % {"count": format_number(data["minutes"])})
    return {"tags": tags}
