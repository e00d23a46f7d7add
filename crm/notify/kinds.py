"""Everything a member can be told: the sentence, the icon, and whether it also goes out by mail."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """`sentence` takes the notification's data by name; `moments` names the data that are moments, written in the
    reader's calendar; `page` is the URL name of what a click opens, where that is no record's page."""

    sentence: Any
    icon: str
    tone: str = ""
    mail: bool = False
    moments: tuple[str, ...] = ()
    page: str = ""


KINDS = {
    "task.assigned": Kind(_("%(actor)s gave you “%(subject)s”, due %(due_at)s"), "checkbox", moments=("due_at",)),
    "task.due": Kind(_("“%(subject)s” is due %(due_at)s"), "clock", "amber", moments=("due_at",)),
    "task.overdue": Kind(
        _("%(assignee_name)s is late: “%(subject)s” was due %(due_at)s"), "alert-triangle", "red", mail=True,
        moments=("due_at",),
    ),
    "task.completed": Kind(_("%(actor)s finished “%(subject)s”"), "check", "green"),
    "record.assigned": Kind(_("%(actor)s made you the owner of %(title)s"), "user-check"),
    "document.ready": Kind(_("“%(title)s” is ready"), "file-text", "green"),
    "document.incomplete": Kind(_("“%(title)s” waits: data is missing"), "alert-triangle", "amber"),
    "document.failed": Kind(_("“%(title)s” could not be made"), "alert-circle", "red"),
    "import.finished": Kind(
        _("“%(file)s” is imported: %(created)s new, %(updated)s updated, %(failed)s not imported"), "upload", "green",
        page="transfer:import",
    ),
    "import.broken_off": Kind(
        _("The import of “%(file)s” was broken off: %(reason)s"), "alert-circle", "red", page="transfer:import"
    ),
    "message.failed": Kind(_("Your mail to %(to)s could not be delivered"), "alert-circle", "red"),
    "rule.told": Kind("%(text)s", "robot", mail=True),
    "rule.failed": Kind(_("The rule “%(rule)s” could not do a step: %(reason)s"), "alert-circle", "red"),
    "rule.stopped": Kind(_("The rule “%(rule)s” was stopped: rules set off each other"), "alert-circle", "red"),
}  # fmt: skip
