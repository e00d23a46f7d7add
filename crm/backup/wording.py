"""How backups and proofs read on their page."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.backup.models import Run
from crm.documents.sizes import format_size
from crm.l10n.numbers import format_number

KINDS = {Run.Kind.BACKUP: gettext_lazy("Backup"), Run.Kind.PROOF: gettext_lazy("Proof")}
RESULTS = {
    Run.State.WAITING: (gettext_lazy("Waiting for a worker"), "grey", "clock"),
    Run.State.RUNNING: (gettext_lazy("Under way"), "amber", "clock"),
    Run.State.DONE: (gettext_lazy("Done"), "green", "check"),
    Run.State.FAILED: (gettext_lazy("Failed"), "red", "alert-circle"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One Run as the page shows it."""

    name: str
    archive: str
    at: datetime
    took: str
    size: str
    rows: int
    files: int
    result: str
    tone: str
    sign: str
    reason: str
    gone: bool


def told(run):
    """A Run in words; None stays None."""
    if run is None:
        return None
    result, tone, sign = RESULTS[run.state]
    return Told(
        name=str(KINDS[run.kind]),
        archive=run.name,
        at=run.started_at or run.asked_at,
        took=_took(run),
        size=format_size(run.bytes) if run.bytes else "",
        rows=run.rows,
        files=run.files,
        result=str(result),
        tone=tone,
        sign=sign,
        reason=run.reason,
        gone=run.removed_at is not None,
    )


def _took(run):
    if not (run.started_at and run.finished_at):
        return ""
    seconds = max(round((run.finished_at - run.started_at).total_seconds()), 1)
    if seconds < 120:
        return ngettext("%(number)s second", "%(number)s seconds", seconds) % {"number": format_number(seconds)}
    minutes = round(seconds / 60)
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": format_number(minutes)}


def keeping():
    """What is kept, in a sentence."""
    return _("one backup of each of the last %(days)s days, %(weeks)s weeks and %(months)s months") % {
        "days": format_number(settings.BACKUP_DAILY),
        "weeks": format_number(settings.BACKUP_WEEKLY),
        "months": format_number(settings.BACKUP_MONTHLY),
    }
