"""Pages of people."""

from django.utils.translation import pgettext

from contacts.people.queries import duplicates_of
from crm.access.policy import scope_of
from crm.l10n.fields import PhoneField
from crm.ui.htmx import fragment
from crm.ui.parts import Option
from crm.ui.views import RecordCreate, RecordDetail, RecordView

ANYWAY = "anyway"


def duplicates_for(member, data, leave_out=None):
    """Duplicates of the person that is being typed, each as the asker may be told of them."""
    try:
        phone = PhoneField(required=False).clean(data.get("phone", "")) or ""
    except Exception:  # noqa: BLE001  # half a number is no number yet
        phone = ""
    return duplicates_of(
        member=member,
        name=data.get("name", ""),
        emails=[data.get("email", "")],
        phones=[phone],
        city=data.get("city", ""),
        leave_out=leave_out,
    )


class ContactCreate(RecordCreate):
    """Warns when the person seems to be known; a second submission, by the warning's own button, makes them anyway."""

    note = "contacts/people/_duplicates.html"

    def doubts(self, form):
        if ANYWAY in self.request.POST:
            return False
        self.duplicates = duplicates_for(self.member, self.request.POST)
        return bool(self.duplicates)

    def show(self, form, **context):
        found = getattr(self, "duplicates", ())
        return super().show(form, duplicates=found, asked=bool(found), **owner_names(self.member), **context)


class ContactDuplicates(RecordView):
    """The warning alone, while the form is filled in."""

    key, right = "contact", "create"

    def get(self, request):
        found = duplicates_for(self.member, request.GET)
        context = {"duplicates": found, "asked": False, **owner_names(self.member)}
        return fragment(request, "contacts/people/_known.html", context)


def owner_names(member):
    """Whether a colleague who already works with somebody is named: to those who see more than their own records."""
    return {"name_owner": scope_of(member, "contact", "see") in ("team", "all")}


class ContactDetail(RecordDetail):
    def actions(self, record):
        reach = []
        if record.phone:
            reach.append(Option(label=pgettext("button", "Call"), url=f"tel:{record.phone}", icon="phone"))
        if record.email:
            reach.append(Option(label=pgettext("button", "Email"), url=f"mailto:{record.email}", icon="mail"))
        return [*reach, *super().actions(record)]
