"""What a step does, in the reader's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.documents.models import DocumentTemplate
from crm.l10n.numbers import format_number
from crm.notify.wording import in_language
from crm.records.fields.queries import field_called
from sales.playbooks.forms import in_units


@dataclass(frozen=True, slots=True)
class StepCard:
    pk: int
    icon: str
    tone: str
    title: str
    text: str


class Wording:
    """For all steps of a page: what they refer to is looked up once."""

    def __init__(self, recipients):
        self.recipients = recipients
        named = DocumentTemplate.objects.filter(record_type="deal").only("tenant", "name", "names")
        self.templates = {each.pk: str(each) for each in named}

    def card(self, step):
        icon, tone, title, text = getattr(self, f"_{step.kind}")(step.params)
        return StepCard(step.pk, icon, tone, title, text)

    def _create_task(self, params):
        title = _("Task: %(subject)s") % {"subject": in_language(params["subject"])}
        who = self.recipients.label(params.get("recipient", "owner"))
        return "checkbox", "sky", title, _("%(who)s, due %(when)s") % {"who": who, "when": when(params.get("due", {}))}

    def _make_document(self, params):
        name = self.templates.get(params.get("template"), _("a template that is gone"))
        title = _("Document: %(name)s") % {"name": name}
        return "file-text", "violet", title, _("PDF in the customer’s language, saved to the deal")

    def _notify(self, params):
        title = _("Notify: %(who)s") % {"who": self.recipients.label(params.get("recipient", "manager"))}
        return "bell-ringing", "teal", title, in_language(params.get("text", ""))


def when(due):
    """When a task is due: 2 hours after entering, at the visit, 1 day after the day of delivery."""
    length, field = duration(due.get("minutes", 0)), due.get("field")
    if length and due.get("working"):
        length = _("%(length)s of working time") % {"length": length}
    if not field:
        return _("%(length)s after entering") % {"length": length} if length else _("at once")
    if field == "visit_at":
        return _("%(length)s after the visit") % {"length": length} if length else _("at the visit")
    if field == "delivery_on":
        return _("%(length)s after the day of delivery") % {"length": length} if length else _("on the day of delivery")
    named = {"length": length, "field": field_called(field) or "—"}
    return (_("%(length)s after “%(field)s”") if length else _("on the day of “%(field)s”")) % named


def duration(minutes):
    """15 minutes, 2 hours, 3 days; "" for none."""
    if not minutes:
        return ""
    amount, unit = in_units(minutes)
    words = {
        "minutes": lambda: ngettext("%(count)s minute", "%(count)s minutes", amount),
        "hours": lambda: ngettext("%(count)s hour", "%(count)s hours", amount),
        "days": lambda: ngettext("%(count)s day", "%(count)s days", amount),
    }
    return words[unit]() % {"count": format_number(amount)}
