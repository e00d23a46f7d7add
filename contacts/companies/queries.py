"""Reading companies."""

from django.db.models.functions import Collate

from contacts.companies.models import Company
from crm.lib.text import fold

LAST = "\U0010ffff"


def living_companies():
    """Everybody's companies that are not deleted. Narrow with visible_to before showing any."""
    return Company.objects.filter(deleted_at=None)


def named(name, among=None):
    """The company of this name, however it is spelled; None when there is none."""
    wanted = fold(name)
    rows = (living_companies() if among is None else among).alias(start=Collate("search_norm", "C"))
    rows = rows.filter(start__gte=wanted, start__lt=wanted + LAST).order_by("pk")
    return next((company for company in rows[:200] if fold(company.name) == wanted), None)


def duplicates_of(name):
    """Companies of this very name in any spelling."""
    found = named(name) if name.strip() else None
    return [found] if found else []
