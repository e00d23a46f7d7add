"""Pages of people."""

from django.core.exceptions import ValidationError
from django.utils.translation import pgettext

from contacts.known import KnowingCreate, KnownOnes
from contacts.people.queries import duplicates_of
from crm.l10n.fields import PhoneField
from crm.ui.parts import Option
from crm.ui.views import RecordDetail


class SamePerson:
    """Duplicates of the person that is being typed, each as the asker may be told of them."""

    folder = "contacts/people"

    def known(self, data):
        try:
            phone = PhoneField(required=False).clean(data.get("phone", "")) or ""
        except ValidationError:  # half a number is no number yet
            phone = ""
        return duplicates_of(
            member=self.member,
            name=data.get("name", ""),
            other_name=data.get("other_name", ""),
            emails=[data.get("email", "")],
            phones=[phone],
            city=data.get("city", ""),
        )


class ContactCreate(SamePerson, KnowingCreate):
    pass


class ContactDuplicates(SamePerson, KnownOnes):
    key = "contact"


class ContactDetail(RecordDetail):
    def actions(self, record):
        reach = []
        if record.phone:
            reach.append(Option(label=pgettext("button", "Call"), url=f"tel:{record.phone}", icon="phone"))
        if record.email:
            reach.append(Option(label=pgettext("button", "Email"), url=f"mailto:{record.email}", icon="mail"))
        return [*reach, *super().actions(record)]
