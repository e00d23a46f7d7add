"""Pages of companies."""

from django.utils.translation import pgettext

from contacts.companies.queries import duplicates_of
from crm.access.policy import scope_of, visible_to
from crm.ui.htmx import fragment
from crm.ui.parts import Option
from crm.ui.views import RecordCreate, RecordDetail, RecordView

ANYWAY = "anyway"


def duplicates_for(member, data):
    """[(company, whether the member sees it)] of the name that is being typed."""
    found = duplicates_of(data.get("name", ""))
    return [(company, visible_to(type(company).objects.filter(pk=company.pk), member).exists()) for company in found]


class CompanyCreate(RecordCreate):
    """Warns when a company of this name is known; a second submission makes it anyway."""

    note = "contacts/companies/_duplicates.html"

    def doubts(self, form):
        if ANYWAY in self.request.POST:
            return False
        self.duplicates = duplicates_for(self.member, self.request.POST)
        return bool(self.duplicates)

    def show(self, form, **context):
        found = getattr(self, "duplicates", ())
        return super().show(form, duplicates=found, asked=bool(found), **owner_names(self.member), **context)


class CompanyDuplicates(RecordView):
    """The warning alone, while the form is filled in."""

    key, right = "company", "create"

    def get(self, request):
        found = duplicates_for(self.member, request.GET)
        context = {"duplicates": found, "asked": False, **owner_names(self.member)}
        return fragment(request, "contacts/companies/_known.html", context)


def owner_names(member):
    """Whether a colleague who already works with a company is named: to those who see more than their own records."""
    return {"name_owner": scope_of(member, "company", "see") in ("team", "all")}


class CompanyDetail(RecordDetail):
    def actions(self, record):
        call = (
            [Option(label=pgettext("button", "Call"), url=f"tel:{record.phone}", icon="phone")] if record.phone else []
        )
        return [*call, *super().actions(record)]
