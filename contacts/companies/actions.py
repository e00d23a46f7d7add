"""Companies made, changed and found again."""

from django.db import transaction

from contacts.companies.models import Company
from contacts.companies.queries import named
from crm.events.record import record_event
from crm.records.actions import change
from crm.records.base import team_of
from crm.tenants.models import Member


@transaction.atomic
def create_company(*, by, name, owner=None, tags=(), email="", **fields):
    """A new company. Records company.created. Returns the Company; without `owner` the member who does it owns it."""
    owner = owner or (by if isinstance(by, Member) else None)
    company = Company.objects.create(
        name=_one_line(name),
        email=email.strip().lower(),
        owner=owner,
        team_id=team_of(owner),
        tags=list(tags),
        **fields,
    )
    record_event(company, "company.created", by=by, data={"name": company.name, "source": company.source})
    return company


@transaction.atomic
def update_company(company, *, by, **fields):
    """Change the given fields; a new name reaches the company's people too. Records company.updated."""
    if "name" in fields:
        fields["name"] = _one_line(fields["name"])
    if "email" in fields:
        fields["email"] = fields["email"].strip().lower()
    before = company.name
    company = change(company, by=by, **fields)
    if company.name != before:
        company.people.update(company_name=company.name)
    return company


@transaction.atomic
def get_or_create_company(*, name, by, among=None, **fields):
    """(company, created): the one whose name is this in any spelling, the longest known first, else a new one."""
    found = named(name, among=among)
    if found is not None:
        return found, False
    return create_company(name=name, by=by, **fields), True


def _one_line(text):
    return " ".join(text.split())
