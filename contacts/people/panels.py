"""People beside other records."""

from urllib.parse import urlencode

from django.urls import reverse

from contacts.people.models import Contact
from crm.access.policy import visible_to
from crm.l10n.numbers import localize_digits
from crm.l10n.state import current
from crm.lib.phones import pretty
from crm.records.patience import capped_count
from crm.ui.panels import Related
from crm.ui.parts import RelatedItem

SHOWN = 8


def people_of(company, member):
    """The people of a company that the member sees, latest activity first."""
    rows = visible_to(Contact.objects.filter(company=company), member)
    shown = list(rows.order_by("-last_activity_at", "-pk")[: SHOWN + 1])
    items = tuple(_item(contact) for contact in shown[:SHOWN])
    more = len(shown) > SHOWN
    return Related(
        items=items,
        count=capped_count(rows) if more else len(items),
        create_url=f"{reverse('contacts:contact_create')}?{urlencode({'company': company.pk})}",
        all_url=f"{reverse('contacts:contact_list')}?{urlencode({'company': company.pk})}" if more else "",
    )


def _item(contact):
    phone = localize_digits(pretty(contact.phone, current().phone_region)) if contact.phone else ""
    url = reverse("contacts:contact", args=[contact.pk])
    return RelatedItem(title=str(contact), url=url, sub=phone or contact.email, icon="user")
