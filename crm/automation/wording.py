"""How rules' doings and unfinished work are called for people."""

from django.utils.translation import gettext_lazy as _

STEPS = {
    "create_task": (_("Plan a task"), "checkbox"),
    "make_document": (_("Make a document"), "file-text"),
    "notify": (_("Tell somebody"), "bell"),
}
WORK = {
    "events.fan_out": _("Passing on what happened"),
    "activities.overdue": _("Watching a deadline"),
    "activities.due": _("Reminding of a task"),
    "channels.send": _("Sending a mail"),
    "automation.step": _("A step of a rule"),
    "documents.render": _("Making a document"),
    "transfer.run": _("An import"),
    "webforms.accept": _("Taking in a form"),
}


def step_name(kind):
    return STEPS.get(kind, (kind, "robot"))[0]


def step_icon(kind):
    return STEPS.get(kind, (kind, "robot"))[1]


def work_name(kind):
    """What a kind of timer does, in words."""
    return WORK.get(kind, kind)
