"""What documents about a deal may write, and to whom they go."""

from django.utils.translation import gettext_lazy as _

from crm.records.types import Correspondent, Placeholder


def _client(name):
    """The person's value, or the company's where the person has none."""

    def value(deal):
        people = [customer for customer in (deal.contact, deal.company) if customer]
        return next((found for customer in people if (found := getattr(customer, name, ""))), "")

    return value


def _both(*fields):
    return tuple(f"{key}.{field}" for key in ("contact", "company") for field in fields)


def _client_address(deal):
    customer = next((c for c in (deal.contact, deal.company) if c and (c.address or c.city)), None)
    return "\n".join(filter(None, [customer.address, customer.city])) if customer else ""


PLACEHOLDERS = (
    Placeholder(
        key="client.name", label=_("Client’s name"), tells=("deal.contact", "deal.company"),
        value=lambda deal: str(deal.contact or deal.company or ""),
    ),
    Placeholder(
        key="client.company", label=_("Client’s company"), tells=("deal.company",),
        value=lambda deal: str(deal.company or ""),
    ),
    Placeholder(
        key="client.address", label=_("Client’s address"), kind="lines", tells=_both("address", "city"),
        value=_client_address,
    ),
    Placeholder(
        key="client.phone", label=_("Client’s phone"), kind="phone", tells=_both("phone"), value=_client("phone")
    ),
    Placeholder(
        key="client.email", label=_("Client’s e-mail"), kind="code", tells=_both("email"), value=_client("email")
    ),
    Placeholder(key="deal.number", label=_("Deal number"), kind="code", value=lambda deal: deal.code),
    Placeholder(key="deal.title", label=_("Deal title"), value=lambda deal: deal.title),
    Placeholder(key="service", label=_("Service"), tells=("deal.service",), value=lambda deal: deal.service),
    Placeholder(
        key="amount",
        label=_("Amount"),
        kind="money",
        tells=("deal.amount_minor",),
        value=lambda deal: (deal.amount_minor, deal.currency) if deal.amount_minor else None,
    ),
    Placeholder(
        key="visit_at", label=_("Date and time of the visit"), kind="moment", tells=("deal.visit_at",),
        value=lambda deal: deal.visit_at,
    ),
    Placeholder(
        key="delivery_on", label=_("Date of delivery"), kind="day", tells=("deal.delivery_on",),
        value=lambda deal: deal.delivery_on,
    ),
    Placeholder(
        key="owner", label=_("Owner"), tells=("deal.owner",), value=lambda deal: deal.owner.name if deal.owner else ""
    ),
)  # fmt: skip


def correspondent(deal):
    """The person, else the company; None when the deal has neither."""
    customer = deal.contact or deal.company
    if customer is None:
        return None
    return Correspondent(name=customer, email=_client("email")(deal), language=_client("language")(deal))
