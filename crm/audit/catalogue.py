"""Which events the audit trail keeps, and how acts that are no events are called."""

from django.utils.translation import gettext_lazy as _

# Events of these record types are kept, whatever happened: they decide who may do what, or move many records at once.
RECORDS = frozenset(
    "workspace member role team function invitation share view account key import bulk export field layout "
    "backup token archive webhook".split()
)
# And these, of whatever record.
VERBS = frozenset("shared unshared exported deleted restored purged merged erased anonymised handed_over".split())


def is_audited(kind):
    """Whether an event of this kind ("<record key>.<past tense>") goes into the audit trail."""
    key, _, verb = kind.partition(".")
    return key in RECORDS or verb in VERBS


# Acts that are no events, by their keys.
SIGN_INS = {
    "signin.done": _("Signed in"),
    "signin.failed": _("Failed to sign in"),
    "signin.ended": _("Signed out"),
    "password.changed": _("Changed the password"),
    "password.reset": _("Set a new password by mail"),
    "second_factor.added": _("Added a second factor"),
    "second_factor.removed": _("Removed a second factor"),
    "second_factor.codes_made": _("Made new recovery codes"),
}
READS = {
    "record.opened": _("Opened a record"),
    "list.read": _("Read a list"),
    "search.done": _("Searched"),
    "file.opened": _("Opened a file"),
    "record.sent": _("A webhook sent a record"),
}
EXPORTS = {
    "list.exported": _("Exported a list"),
    "audit.exported": _("Exported the audit trail"),
}
OTHERS = {
    "file.refused": _("A file was refused by the scanner"),
    "role.previewed": _("Looked at the workspace as another role"),
    "role.preview_ended": _("Ended looking as another role"),
    "failure.retried": _("Tried failed work again"),
    "failure.dismissed": _("Put failed work aside"),
    "workspace.closing": _("Asked for the workspace to be deleted"),
    "workspace.kept": _("Kept the workspace after all"),
    "backup.backup_asked": _("Asked for a backup"),
    "backup.proof_asked": _("Asked for a backup to be proved"),
    "workspace.exported": _("Exported the workspace as an archive"),
    "workspace.imported": _("The workspace came in with an archive of another installation"),
    "archive.opened": _("Downloaded the archive of the workspace"),
    "audit.pruned": _("Old entries were removed, as the keeping time says"),
}
