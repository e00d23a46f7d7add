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
    "notify.mail": _("Gathering notices in a mail"),
    "notify.push": _("Notifying a device"),
    "automation.step": _("A step of a rule"),
    "documents.render": _("Making a document"),
    "documents.scan": _("Checking a file for viruses"),
    "documents.thumbnail": _("Making a small picture of a file"),
    "transfer.run": _("An import"),
    "records.slot": _("Preparing a field for sorting"),
    "records.words": _("Bringing search up to date"),
    "api.webhook": _("Sending to a webhook"),
    "api.webhook_log": _("Clearing the list of what webhooks sent"),
    "webforms.accept": _("Taking in a form"),
}


# What went wrong, by what stands in the technical reason; the first that fits.
REASONS = (
    ("WorkerLost", _("The work ended the program that did it, several times. It may need more memory than there is.")),
    ("NotScanned", _("The scanner of viruses did not answer, or could not look at the file.")),
    ("CannotDo", _("The rule asks for something that is not there any more.")),
    ("SMTPAuthentication", _("The mail server does not accept our name and password.")),
    ("SMTPRecipientsRefused", _("The mail server does not take mail for this address.")),
    ("SMTP", _("The mail server refused the mail.")),
    ("gaierror", _("The server's name cannot be found.")),
    ("Timeout", _("The other side did not answer in time.")),
    ("ConnectionRefused", _("The other side cannot be reached.")),
    ("Connection", _("The connection broke off.")),
    ("NotSent", _("The service that reaches the device did not take it.")),
    ("PrintFailed", _("The document could not be printed.")),
    ("TemplateFault", _("The template has a fault.")),
    ("FileNotFound", _("A file that belongs to it is gone.")),
    ("DoesNotExist", _("Something it needs was deleted.")),
    ("IntegrityError", _("What it wanted to store contradicts what is there.")),
    ("OperationalError", _("The database was not available.")),
)


def reason_in_words(reason):
    """A technical reason for people; what nobody foresaw is a fault of Wasl's own."""
    found = next((words for sign, words in REASONS if sign in reason), None)
    return found or _("Something went wrong inside Wasl. The technical reason helps whoever looks into it.")


def step_name(kind):
    return STEPS.get(kind, (kind, "robot"))[0]


def step_icon(kind):
    return STEPS.get(kind, (kind, "robot"))[1]


def work_name(kind):
    """What a kind of timer does, in words."""
    return WORK.get(kind, kind)
