"""What a list of people can be filtered by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from contacts.people.models import Contact
from crm.lib.text import fold
from crm.ui.filters import ChoiceFilter, RecordFilter, RecordFilters


class ContactFilters(RecordFilters):
    about = RecordFilters.about | {"has_phone": "phone"}

    kind = ChoiceFilter(label=_("Type"), choices=Contact.Kind.choices)
    company = RecordFilter(label=_("Company"), key="company")
    city = django_filters.CharFilter(label=_("City"), method="in_city")
    source = django_filters.CharFilter(label=_("Source"))
    has_phone = ChoiceFilter(label=_("Phone"), choices=[("yes", _("Known")), ("no", _("Not known"))], method="reached")

    def in_city(self, rows, name, value):
        return rows.filter(city_norm=fold(value))

    def reached(self, rows, name, value):
        return rows.exclude(phone="") if value == "yes" else rows.filter(phone="")
