"""Everything a member can be told: the sentence, the icon, and by which ways unless the member chose others."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm.notify.channels import BELL, MAIL, PUSH


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` is what the member chooses by, under `group`; it goes by mail unless they say otherwise where `mail` is,
    and to the devices that they allowed.
    `sentence` takes the notification's data by name; `moments` names the data that are moments, written in the
    reader's calendar; `page` is the URL name of what a click opens, where that is no record's page."""

    sentence: Any
    icon: str
    tone: str = ""
    mail: bool = False
    label: Any = ""
    group: Any = ""
    needs: str = ""  # the right without which nobody is told
    moments: tuple[str, ...] = ()
    page: str = ""

    def goes_by(self, channel):
        """Whether it takes this channel when the member has not chosen."""
        return channel in (BELL, PUSH) or (channel == MAIL and self.mail)


TASKS, RECORDS, PAPERS = _("Tasks"), _("Records"), _("Documents and mail")
TRANSFER, RULES, PEOPLE = _("Imports and exports"), _("Rules"), _("People and teams")
PROGRAMS = _("Programs")

KINDS = {
    "task.assigned": Kind(
        _("%(actor)s gave you “%(subject)s”, due %(due_at)s"), icon="checkbox", moments=("due_at",),
        label=_("Somebody gives you a task"), group=TASKS,
    ),
    "task.due": Kind(
        _("“%(subject)s” is due %(due_at)s"), icon="clock", tone="amber", moments=("due_at",),
        label=_("A task of yours is due soon"), group=TASKS,
    ),
    "task.overdue": Kind(
        _("%(assignee_name)s is late: “%(subject)s” was due %(due_at)s"), icon="alert-triangle", tone="red", mail=True,
        moments=("due_at",), label=_("Somebody you answer for is late"), group=TASKS,
    ),
    "task.completed": Kind(
        _("%(actor)s finished “%(subject)s”"),
        icon="check", tone="green", label=_("A task you gave is done"), group=TASKS
    ),
    "record.assigned": Kind(
        _("%(actor)s made you the owner of %(title)s"), icon="user-check",
        label=_("You become the owner of a record"), group=RECORDS,
    ),
    "record.shared": Kind(
        _("%(actor)s shared %(title)s with you"), icon="share", label=_("A record is shared with you"), group=RECORDS
    ),
    "handover.received": Kind(
        _("You now have what %(name)s had: %(what)s"), icon="users",
        label=_("The records of a colleague are handed over to you"), group=RECORDS,
    ),
    "bulk.received": Kind(
        _("%(actor)s made you the owner of %(changed)s records"), icon="users",
        label=_("Many records are given to you at once"), group=RECORDS,
    ),
    "bulk.finished": Kind(
        _("Your bulk change is over: %(changed)s changed, %(left)s left as they were"), icon="list-check",
        tone="green", page="ui:bulk_job", label=_("A bulk change of yours is over"), group=RECORDS,
    ),
    "document.ready": Kind(
        _("“%(title)s” is ready"), icon="file-text", tone="green", label=_("A document is ready"), group=PAPERS
    ),
    "document.incomplete": Kind(
        _("“%(title)s” waits: data is missing"), icon="alert-triangle", tone="amber",
        label=_("A document waits for data"), group=PAPERS,
    ),
    "document.failed": Kind(
        _("“%(title)s” could not be made"), icon="alert-circle", tone="red",
        label=_("A document could not be made"), group=PAPERS,
    ),
    "file.refused": Kind(
        _("“%(name)s” was refused: the scanner found %(finding)s"), icon="shield-x", tone="red",
        label=_("A file that you added is refused"), group=PAPERS,
    ),
    "message.failed": Kind(
        _("Your mail to %(to)s could not be delivered"), icon="alert-circle", tone="red",
        label=_("A mail of yours could not be delivered"), group=PAPERS,
    ),
    "import.finished": Kind(
        _("“%(file)s” is imported: %(created)s new, %(updated)s updated, %(failed)s not imported"),
        icon="upload", tone="green",
        page="transfer:import", label=_("An import of yours is done"), group=TRANSFER, needs="import",
    ),
    "import.broken_off": Kind(
        _("The import of “%(file)s” was broken off: %(reason)s"),
        icon="alert-circle", tone="red", page="transfer:import",
        label=_("An import of yours was broken off"), group=TRANSFER, needs="import",
    ),
    "export.ready": Kind(
        _("“%(file)s” is ready: %(rows)s rows, kept for three days"), icon="download", tone="green",
        page="transfer:export", label=_("An export of yours is ready"), group=TRANSFER,
    ),
    "export.broken_off": Kind(
        _("The export of “%(file)s” was broken off: %(reason)s"), icon="alert-circle", tone="red",
        page="transfer:export", label=_("An export of yours was broken off"), group=TRANSFER,
    ),
    "archive.ready": Kind(
        _("The archive of the workspace is ready: “%(file)s”, kept for three days"), icon="package-export",
        tone="green", page="moving:one", label=_("An archive of the workspace that you asked for is ready"),
        group=TRANSFER, needs="settings",
    ),
    "rule.told": Kind("%(text)s", icon="robot", mail=True, label=_("A rule tells you something"), group=RULES),
    "rule.failed": Kind(
        _("The rule “%(rule)s” could not do a step: %(reason)s"), icon="alert-circle", tone="red",
        label=_("A rule could not do a step"), group=RULES,
    ),
    "rule.stopped": Kind(
        _("The rule “%(rule)s” was stopped: rules set off each other"), icon="alert-circle", tone="red",
        label=_("A rule was stopped"), group=RULES,
    ),
    "webhook.paused": Kind(
        _("The webhook “%(name)s” is paused. %(why)s"), icon="webhook", tone="red", mail=True, page="api:webhook",
        label=_("A webhook is paused because it cannot send"), group=PROGRAMS, needs="settings",
    ),
    "handover.finished": Kind(
        _("What %(name)s had is handed over: %(moved)s moved, %(stayed)s stayed"), icon="users", tone="green",
        page="setup:member", label=_("A hand-over that you began is done"), group=PEOPLE, needs="members",
    ),
    "handover.broken_off": Kind(
        _("The hand-over from %(name)s was broken off: %(reason)s"),
        icon="alert-circle", tone="red", page="setup:member",
        label=_("A hand-over that you began was broken off"), group=PEOPLE, needs="members",
    ),
    "member.left": Kind(
        _("%(name)s left the workspace. What they own waits to be handed over"), icon="logout", tone="amber", mail=True,
        page="setup:member", label=_("Somebody leaves the workspace"), group=PEOPLE, needs="members",
    ),
}  # fmt: skip
