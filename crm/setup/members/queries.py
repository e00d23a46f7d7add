from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Collate

from crm.access.authority import OWNER
from crm.access.models import Role
from crm.l10n.state import current
from crm.lib.lookup import Lookup, asked
from crm.tenants.models import Language, Member
from crm.tenants.scope import current_tenant_id


def everybody():
    """All seats, those in use first, by name."""
    return _by_name(Member.objects.all(), current().language)


def listed():
    """The same with what the list of them says: fifty roles would be read with all that they allow."""
    return LISTED[current().language].all(current_tenant_id())


def roles():
    """Roles from the widest down, each with `size`, the number of active members."""
    return Role.objects.annotate(size=Count("members", filter=Q(members__active=True)))


def is_last_owner(member):
    owners = Member.objects.filter(role__key=OWNER, active=True)
    return member.active and member.role.key == OWNER and not owners.exclude(pk=member.pk).exists()


def _by_name(rows, language):
    rows = rows.select_related("user", "role", "team")
    return rows.order_by("-active", Collate("name", f"crm_{language}"), "pk")


def _in(language):
    shown = ("tenant", "name", "title", "functions", "active")
    beside = ("user__email", "role__key", "role__name", "role__names", "team__name", "team__names")
    return Lookup(lambda: _by_name(QuerySet(Member).filter(tenant=asked(0)), language).only(*shown, *beside))


LISTED = {language: _in(language) for language in Language.values}
