"""The names of rights, and what each shipped role may do. One page to read.

A record right is `<record key>.<action>` with a scope; a system right is a bare name that a role has or has not.
"""

from django.utils.translation import gettext_lazy as _

ACTIONS = ("see", "create", "edit", "delete", "export", "assign")
SCOPES = ("none", "own", "team", "tree", "all")  # narrow to wide; tree is the team and every team below it
HIDDEN, READ_ONLY = "hidden", "read"  # what a role may say of a field; unsaid, it is seen and changed with its record
SYSTEM_RIGHTS = {
    "settings": _("Change workspace settings"),
    "members": _("Invite and manage members"),
    "import": _("Import data"),
    "reports": _("See reports"),
    "audit": _("Read the audit trail"),
    "purge": _("Delete for good"),
    "api": _("Use the API with tokens of one's own"),
}


def _scopes(see, edit, delete, *, create="all", export="none", assign="none"):
    return {"see": see, "create": create, "edit": edit, "delete": delete, "export": export, "assign": assign}


# "*" is any record type that the role does not name.
PRESETS = {
    "owner": {
        "name": _("Owner"),
        "grants": {"*": _scopes("all", "all", "all", export="all", assign="all")},
        "rights": list(SYSTEM_RIGHTS),
    },
    "manager": {
        "name": _("Manager"),
        "grants": {"*": _scopes("team", "team", "team", export="team", assign="team")},
        "rights": ["import", "reports"],
    },
    "rep": {
        "name": _("Sales rep"),
        "grants": {"*": _scopes("own", "own", "own")},
        "rights": [],
    },
    "agent": {
        "name": _("Agent"),
        "grants": {
            "*": _scopes("own", "own", "none"),
            "contact": _scopes("all", "all", "none"),
            "company": _scopes("all", "all", "none"),
        },
        "rights": [],
    },
    "reader": {
        "name": _("Read-only"),
        "grants": {"*": _scopes("all", "none", "none", create="none")},
        "rights": ["reports"],
    },
}
