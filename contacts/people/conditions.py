"""What a list of people can be asked for, in any combination."""

from django.utils.translation import gettext_lazy as _

from contacts.names import LABEL
from contacts.people.models import Contact
from crm.tenants.models import Language
from crm.ui.where.fields import Field


def conditions():
    return (
        Field(name="name", label=_("Name"), indexed=True, folded="name_norm", either="other_norm"),
        Field(name="other_name", label=LABEL, about="name", indexed=True, folded="other_norm"),
        Field(name="company", label=_("Company"), kind="record", column="company_id", record="company"),
        Field(name="kind", label=_("Type"), kind="choice", choices=lambda: Contact.Kind.choices),
        Field(name="phone", label=_("Phone"), kind="phone", indexed=True),
        Field(name="email", label=_("Email"), indexed=True),
        Field(name="other_points", label=_("Also"), column="points_text"),
        Field(name="address", label=_("Address")),
        Field(name="city", label=_("City"), folded="city_norm"),
        Field(name="language", label=_("Language"), kind="choice", choices=lambda: Language.choices),
        Field(name="source", label=_("Source")),
        Field(name="birthday", label=_("Birthday"), kind="day"),
        Field(name="note", label=_("Note")),
        Field(name="last_activity_at", label=_("Last activity"), kind="moment"),
    )
