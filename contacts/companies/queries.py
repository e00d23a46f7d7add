"""Reading companies."""

from contacts.companies.models import Company
from crm.lib.text import fold
from crm.records.searchtext import LONGEST


def living_companies():
    """Everybody's companies that are not deleted. Narrow with visible_to before showing any."""
    return Company.objects.filter(deleted_at=None)


def named(name, among=None):
    """The company of this name, however it is spelled; None when there is none, or no letter in the name."""
    wanted = fold(name)
    rows = (living_companies() if among is None else among).filter(name_norm=wanted[:LONGEST]).order_by("pk")
    return next((company for company in rows if fold(company.name) == wanted), None) if wanted else None


def duplicates_of(name):
    """Companies of this very name in any spelling."""
    found = named(name) if name.strip() else None
    return [found] if found else []
