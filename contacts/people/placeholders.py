"""What documents about a person may write, and to whom they go."""

from django.utils.translation import gettext_lazy as _

from crm.records.types import Correspondent, Placeholder

PLACEHOLDERS = (
    Placeholder(key="client.name", label=_("Client’s name"), value=str),
    Placeholder(
        key="client.company", label=_("Client’s company"), tells=("contact.company",),
        value=lambda person: person.company_called,
    ),
    Placeholder(
        key="client.address",
        label=_("Client’s address"),
        tells=("contact.address", "contact.city"),
        kind="lines",
        value=lambda person: "\n".join(filter(None, [person.address, person.city])),
    ),
    Placeholder(
        key="client.phone", label=_("Client’s phone"), kind="phone", tells=("contact.phone",),
        value=lambda person: person.phone,
    ),
    Placeholder(
        key="client.email", label=_("Client’s e-mail"), kind="code", tells=("contact.email",),
        value=lambda person: person.email,
    ),
)  # fmt: skip


def correspondent(person):
    return Correspondent(name=person, email=person.email, language=person.language)
