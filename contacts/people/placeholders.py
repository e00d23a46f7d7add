"""What documents about a person may write, and to whom they go."""

from django.utils.translation import gettext_lazy as _

from crm.records.types import Correspondent, Placeholder

PLACEHOLDERS = (
    Placeholder(key="client.name", label=_("Client’s name"), value=lambda person: person.name),
    Placeholder(key="client.company", label=_("Client’s company"), value=lambda person: person.company_name),
    Placeholder(
        key="client.address",
        label=_("Client’s address"),
        kind="lines",
        value=lambda person: "\n".join(filter(None, [person.address, person.city])),
    ),
    Placeholder(key="client.phone", label=_("Client’s phone"), kind="phone", value=lambda person: person.phone),
    Placeholder(key="client.email", label=_("Client’s e-mail"), kind="code", value=lambda person: person.email),
)


def correspondent(person):
    return Correspondent(name=person.name, email=person.email, language=person.language)
