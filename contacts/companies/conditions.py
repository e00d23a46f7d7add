"""What a list of companies can be asked for, in any combination."""

from django.utils.translation import gettext_lazy as _

from contacts.names import LABEL
from crm.ui.where.fields import Field


def conditions():
    return (
        Field(name="name", label=_("Name"), indexed=True, folded="name_norm", either="other_norm"),
        Field(name="other_name", label=LABEL, about="name", indexed=True, folded="other_norm"),
        Field(name="phone", label=_("Phone"), kind="phone", indexed=True),
        Field(name="email", label=_("Email"), indexed=True),
        Field(name="website", label=_("Website"), indexed=True),
        Field(name="address", label=_("Address")),
        Field(name="city", label=_("City"), folded="city_norm"),
        Field(name="industry", label=_("Industry")),
        Field(name="size", label=_("People"), kind="number"),
        Field(name="source", label=_("Source")),
        Field(name="note", label=_("Note")),
        Field(name="last_activity_at", label=_("Last activity"), kind="moment"),
    )
