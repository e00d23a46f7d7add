"""The customer of a deal, as a form gives them: somebody known, or the name of somebody new."""

from django.db import transaction

from contacts.companies.actions import get_or_create_company
from contacts.people.actions import create_contact
from sales.deals.actions import open_deal, update_deal


@transaction.atomic
def open_with_customer(*, by, contact=None, company=None, **fields):
    """open_deal, where contact and company may be names: a person of that name is made, a company found or made.

    A new person belongs to the company and to the deal's owner; a known person brings their company to a deal
    without one.
    """
    owner = fields.get("owner") or by
    company = _company(company, owner, by)
    contact = _contact(contact, company, owner, by)
    if company is None and contact is not None:
        company = contact.company
    return open_deal(by=by, contact=contact, company=company, **fields)


@transaction.atomic
def update_with_customer(deal, *, by, **fields):
    """update_deal, with names of customers as open_with_customer takes them."""
    if "company" in fields:
        fields["company"] = _company(fields["company"], deal.owner, by)
    if "contact" in fields:
        fields["contact"] = _contact(fields["contact"], fields.get("company", deal.company), deal.owner, by)
    return update_deal(deal, by=by, **fields)


def _company(company, owner, by):
    return get_or_create_company(name=company, by=by, owner=owner)[0] if isinstance(company, str) else company


def _contact(contact, company, owner, by):
    return create_contact(name=contact, company=company, by=by, owner=owner) if isinstance(contact, str) else contact
