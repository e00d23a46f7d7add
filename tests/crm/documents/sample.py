"""A record type with documents, for tests of the floor: people, with a service they ordered at a price."""

from crm.records.types import Correspondent, Placeholder

AMOUNT = {"ar": (4_850_000, "SAR"), "fa": (3_460_000_000, "IRR"), "en": (640_050, "GBP")}


def amount(person):
    return AMOUNT[person.language or "en"] if person.note != "free" else None


PLACEHOLDERS = (
    Placeholder(key="client.name", label="Client name", value=lambda person: person.name),
    Placeholder(key="client.address", label="Client address", kind="lines", value=lambda person: person.address),
    Placeholder(key="client.phone", label="Client phone", kind="phone", value=lambda person: person.phone),
    Placeholder(key="service", label="Service", value=lambda person: person.source),
    Placeholder(key="amount", label="Amount", kind="money", value=amount),
)


def correspondent(person):
    return Correspondent(name=person.name, email=person.email, language=person.language)
