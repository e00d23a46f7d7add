"""The first words of a mail that carries a document, for its sender to change."""

from django.utils.translation import gettext as _

from crm.l10n import state
from crm.l10n.numbers import localize_digits


def first_words(document, correspondent, *, by):
    """{"to", "subject", "body"} in the document's language. Whoever has a signature closes with that."""
    name = correspondent.name if correspondent else ""
    with state.using(state.for_tenant(document.tenant, language=document.language)):
        said = {
            "title": document.title,
            "number": localize_digits(document.code),
            "name": name,
            "sender": by.name,
            "firm": document.tenant.name,
        }
        greeting = _("Dear %(name)s,") % said if name else _("Good day,")
        middle = _("Attached is “%(title)s”, no. %(number)s. Reply to this mail with any question.") % said
        close = "" if by.signature else _("Kind regards,\n%(sender)s\n%(firm)s") % said
        return {
            "to": correspondent.email if correspondent else "",
            "subject": _("%(title)s no. %(number)s") % said,
            "body": "\n\n".join(filter(None, [greeting, middle, close])),
        }
