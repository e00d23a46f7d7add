"""Companies made, changed and found again."""

from django.db import transaction

from contacts.companies.models import Company
from contacts.companies.queries import named
from crm.events.record import record_event
from crm.records.actions import change
from crm.records.base import team_of
from crm.records.fields.values import claim, put
from crm.tenants.models import Member


@transaction.atomic
def create_company(*, by, name, other_name="", owner=None, tags=(), email="", custom=None, **fields):
    """A new company. Records company.created. Returns the Company; without `owner` the member who does it owns it.

    `other_name` is the name in the other script (crm.records.names.TwoNames).
    `custom` are stored values of custom fields. Raises ValidationError (crm.records.fields.values.claim).
    """
    owner = owner or (by if isinstance(by, Member) else None)
    company = Company(
        name=_one_line(name),
        other_name=_one_line(other_name),
        email=email.strip().lower(),
        owner=owner,
        team_id=team_of(owner),
        tags=list(tags),
        **fields,
    )
    put(company, custom, by=by, new=True)
    company.save()
    claim(company)
    record_event(company, "company.created", by=by, data={**company.named(), "source": company.source})
    return company


@transaction.atomic
def update_company(company, *, by, **fields):
    """Change the given fields; a new name reaches the company's people too. Records company.updated."""
    for name in fields.keys() & {"name", "other_name"}:
        fields[name] = _one_line(fields[name])
    if "email" in fields:
        fields["email"] = fields["email"].strip().lower()
    before = company.both_names
    company = change(company, by=by, **fields)
    if company.both_names != before:
        company.people.update(company_name=company.name, company_other_name=company.other_name)
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
