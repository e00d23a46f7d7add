"""Whom a step may mean, by name: the owner, a manager, a function, a role, a colleague."""

from django.utils.translation import gettext as _

from crm.access.names import function_names, role_names
from crm.access.teams import active_members


class Recipients:
    """All of a workspace's, looked up once a page."""

    def __init__(self):
        self.by_place = {"owner": _("The deal’s owner"), "manager": _("The owner’s manager")}
        self.functions = {f"function:{key}": name for key, name in function_names().items()}
        self.roles = {f"role:{key}": name for key, name in role_names().items()}
        self.members = {f"member:{pk}": name for pk, name in active_members().values_list("pk", "name")}

    def choices(self):
        """For a <select>, in groups; empty groups are left out."""
        groups = (
            (_("By place"), self.by_place),
            (_("By function"), self.functions),
            (_("By role"), self.roles),
            (_("By name"), self.members),
        )
        return [(label, list(entries.items())) for label, entries in groups if entries]

    def label(self, recipient):
        """The name for readers; somebody who left is said to be nobody."""
        for entries in (self.by_place, self.functions, self.roles, self.members):
            if recipient in entries:
                return entries[recipient]
        return _("Nobody")
