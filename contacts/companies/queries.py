"""Reading companies."""

from contacts.companies.models import Company
from crm.lib.text import fold
from crm.records.names import named_so
from crm.records.searchtext import LONGEST


def living_companies():
    """Everybody's companies that are not deleted. Narrow with visible_to before showing any."""
    return Company.objects.filter(deleted_at=None)


def named(name, among=None):
    """The company of this name in either script, however it is spelled; None when there is none, or no letter in the
    name."""
    wanted = fold(name)
    rows = (living_companies() if among is None else among).filter(named_so([wanted[:LONGEST]])).order_by("pk")
    return next((each for each in rows if wanted in map(fold, each.both_names)), None) if wanted else None


def duplicates_of(*names):
    """Companies of one of these very names in any spelling, each once."""
    found = (named(name) for name in names if name.strip())
    return list({company.pk: company for company in found if company}.values())
