"""Why somebody sees a record, in a few words."""

from django.utils.translation import gettext as _

from crm.access import explaining
from crm.l10n.dates import format_datetime

WORDS = {
    explaining.ALL: lambda reason: _("The role sees all"),
    explaining.OWNER: lambda reason: _("Owner"),
    explaining.TEAM: lambda reason: _("Team %(team)s") % {"team": reason.team},
    explaining.BELOW: lambda reason: _("Team %(team)s, under %(above)s") % {
        "team": reason.team, "above": reason.through,
    },
    explaining.SHARED: lambda reason: _by(reason, _("Shared")),
    explaining.SHARED_WITH_TEAM: lambda reason: _by(
        reason, _("Shared with the team %(team)s") % {"team": reason.team}
    ),
}  # fmt: skip


def told(reasons):
    """A text for each Reason."""
    return [WORDS[reason.kind](reason) for reason in reasons]


def _by(reason, text):
    share = reason.share
    if share.by is not None:
        text = _("%(shared)s by %(name)s") % {"shared": text, "name": share.by.name}
    if share.until is not None:
        text = _("%(shared)s until %(moment)s") % {"shared": text, "moment": format_datetime(share.until)}
    return text
