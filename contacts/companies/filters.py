"""What a list of companies can be filtered by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.lib.text import fold
from crm.ui.filters import RecordFilters


class CompanyFilters(RecordFilters):
    city = django_filters.CharFilter(label=_("City"), method="in_city")
    industry = django_filters.CharFilter(label=_("Industry"))
    source = django_filters.CharFilter(label=_("Source"))

    def in_city(self, rows, name, value):
        return rows.filter(city_norm=fold(value))
