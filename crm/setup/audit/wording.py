"""How the audit trail reads: every act in words, and the groups one filters by."""

from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _

from crm.audit import catalogue
from crm.l10n.names import series
from crm.records import registry

RIGHTS = {
    "workspace.opened": _("Opened the workspace"),
    "workspace.changed": _("Changed the workspace's settings"),
    "workspace.logo_set": _("Set the firm's logo"),
    "workspace.logo_removed": _("Removed the firm's logo"),
    "member.seated": _("Seated a member"),
    "member.role_changed": _("Gave a member another role"),
    "member.placed": _("Changed a member's place in the firm"),
    "member.deactivated": _("Deactivated a member"),
    "member.reactivated": _("Reactivated a member"),
    "member.left": _("Left the workspace"),
    "member.handover_finished": _("Finished a hand-over"),
    "member.handover_broken_off": _("Broke a hand-over off"),
    "team.opened": _("Opened a team"),
    "team.changed": _("Changed a team"),
    "team.closed": _("Closed a team"),
    "function.added": _("Added a function"),
    "function.renamed": _("Renamed a function"),
    "function.removed": _("Removed a function"),
    "workspace.functions_ordered": _("Put the functions in another order"),
    "role.changed": _("Changed a role's rights"),
    "role.renamed": _("Renamed a role"),
    "role.created": _("Created a role"),
    "role.deleted": _("Deleted a role"),
    "invitation.sent": _("Invited a colleague"),
    "invitation.resent": _("Sent an invitation again"),
    "invitation.revoked": _("Took an invitation back"),
    "invitation.accepted": _("Accepted an invitation"),
    "view.saved": _("Saved a view of a list"),
    "view.updated": _("Changed what a view shows"),
    "view.renamed": _("Changed a view's name or sharing"),
    "view.deleted": _("Gave a view up"),
    "field.created": _("Added a field"),
    "field.changed": _("Changed a field"),
    "field.retired": _("Retired a field"),
    "field.restored": _("Restored a field"),
    "token.issued": _("Made a token for the API"),
    "token.revoked": _("Revoked a token for the API"),
    "webhook.created": _("Made a webhook"),
    "webhook.changed": _("Changed a webhook"),
    "webhook.paused": _("Paused a webhook"),
    "webhook.resumed": _("Resumed a webhook"),
    "webhook.secret_renewed": _("Made a new secret for a webhook"),
    "webhook.deleted": _("Deleted a webhook"),
    "layout.changed": _("Arranged the fields of forms"),
    "layout.reset": _("Put the fields of forms back into their first order"),
}
IMPORTS = {
    "import.started": _("Started an import"),
    "import.finished": _("Finished an import"),
    "import.stopped": _("Stopped an import"),
    "import.undone": _("Took an import back"),
    "import.discarded": _("Discarded an import"),
}
EXPORTS = {
    "export.started": _("Asked for an export"),
    "export.ready": _("Finished an export"),
    "export.broken_off": _("Broke an export off"),
    "export.discarded": _("Gave an export up"),
}
ARCHIVES = {
    "archive.started": _("Asked for an archive of the workspace"),
    "archive.ready": _("Finished an archive of the workspace"),
    "archive.broken_off": _("Broke an archive of the workspace off"),
    "archive.discarded": _("Gave an archive of the workspace up"),
}
BULK = {
    "bulk.started": _("Asked for a bulk change"),
    "bulk.finished": _("Finished a bulk change"),
    "bulk.stopped": _("Stopped a bulk change"),
    "bulk.undo_started": _("Asked to take a bulk change back"),
    "bulk.taken_back": _("Took a bulk change back"),
}
VERBS = {
    "shared": _("Shared a record"),
    "unshared": _("Ended the sharing of a record"),
    "exported": _("Exported records"),
    "deleted": _("Deleted a record"),
    "restored": _("Brought a record back"),
    "purged": _("Purged a record"),
    "merged": _("Merged records"),
    "handed_over": _("Handed records over"),
}
WORDS = {
    **catalogue.SIGN_INS, **catalogue.READS, **catalogue.EXPORTS, **catalogue.OTHERS, **RIGHTS, **IMPORTS,
    **EXPORTS, **ARCHIVES, **BULK,
}  # fmt: skip
GROUPS = {
    "signins": (_("Signing in and accounts"), ("signin.", "password.", "second_factor.", "account.")),
    "reads": (_("Reading personal data"), tuple(catalogue.READS)),
    "rights": (
        _("Rights, members and settings"),
        (
            "workspace.",
            "member.",
            "role.",
            "team.",
            "function.",
            "invitation.",
            "view.",
            "field.",
            "layout.",
            "token.",
            "webhook.",
        ),
    ),
    "moves": (_("Imports and exports"), ("import.", "bulk.", "export.", "archive.", *catalogue.EXPORTS)),
    "upkeep": (_("Upkeep"), ("failure.", "audit.pruned", "backup.")),
}


NAMING = ("name", "text", "email", "file", "key", "token")


def act_name(action):
    """The act in words; the key itself for one that nobody gave words to."""
    return str(WORDS.get(action) or VERBS.get(action.partition(".")[2]) or action)


def _type_name(key):
    return registry.get(key).label_plural if registry.knows(key) else ""


def _asked(asked):
    """What a list was narrowed by: kept by name, or as the list's address has it."""
    return parse_qsl(asked) if isinstance(asked, str) else asked.items()


def details(entry):
    """What the act was about, in one line: (text, …) of short words and names from the entry's data."""
    data = entry.data
    told = [_type_name(data.get("type")), *(data.get(name) for name in NAMING)]
    told += [f"{name}: {value}" for name, value in _asked(data.get("asked") or {})]
    if isinstance(data.get("changes"), dict | list):
        told.append(series(data["changes"]))
    if isinstance(data.get("from"), str) and isinstance(data.get("to"), str):
        told.append(f"{data['from']} → {data['to']}")
    return tuple(str(each) for each in told if each not in (None, ""))
