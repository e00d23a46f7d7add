"""Pages of companies."""

from django.utils.translation import pgettext

from contacts.companies.models import Company
from contacts.companies.queries import duplicates_of
from contacts.known import KnowingCreate, KnownOnes
from crm.access.policy import visible_to
from crm.ui.parts import Option
from crm.ui.views import RecordDetail


class OfThisName:
    """[(company, whether the member sees it)] of the name that is being typed."""

    folder = "contacts/companies"

    def known(self, data):
        found = duplicates_of(data.get("name", ""), data.get("other_name", ""))
        seen = visible_to(Company.objects.filter(pk__in=[each.pk for each in found]), self.member)
        seen = set(seen.values_list("pk", flat=True)) if found else ()
        return [(company, company.pk in seen) for company in found]


class CompanyCreate(OfThisName, KnowingCreate):
    pass


class CompanyDuplicates(OfThisName, KnownOnes):
    key = "company"


class CompanyDetail(RecordDetail):
    def actions(self, record):
        call = (
            [Option(label=pgettext("button", "Call"), url=f"tel:{record.phone}", icon="phone")] if record.phone else []
        )
        return [*call, *super().actions(record)]
