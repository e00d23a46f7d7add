"""Companies that rows of an import name."""

from contacts.companies.models import Company
from crm.events.models import Event
from crm.events.record import record_quietly
from crm.lib.text import fold
from crm.records.base import team_of


def companies_called(names, *, batch):
    """{folded name: Company} for every name: the ones that are here under any spelling, and new ones for the rest."""
    wanted = {fold(name): name for name in names}
    here = {company.name_norm: company for company in Company.objects.filter(name_norm__in=wanted, deleted_at=None)}
    missing = [
        Company(name=name, owner=batch.owner, team_id=team_of(batch.owner))
        for key, name in wanted.items()
        if key and key not in here
    ]
    Company.objects.bulk_create(missing, batch_size=500)
    record_quietly(missing, "company.imported", by=batch.by)
    return here | {fold(company.name): company for company in missing}


def drop_untouched(ids):
    """Remove those of the companies that an import made and nobody has used since."""
    used = Event.objects.filter(links__record_type="company", links__record_id__in=ids).exclude(kind="company.imported")
    kept = set(used.values_list("links__record_id", flat=True))
    made = Event.objects.filter(kind="company.imported", record_type="company", record_id__in=set(ids) - kept)
    gone = Company.objects.filter(pk__in=list(made.values_list("record_id", flat=True)), people=None)
    names = list(gone.values_list("pk", flat=True))
    Event.objects.filter(record_type="company", record_id__in=names).delete()
    Company.objects.filter(pk__in=names).delete()
