"""What narrows the recycle bin: the type, who deleted it, what it is called."""

import django_filters
from django.utils.translation import gettext_lazy

from crm.tenants.models import Member
from crm.ui.bin.queries import deleters, kinds_of
from crm.ui.filters import ChoiceFilter, ListFilters


class BinFilters(ListFilters):
    """Read by `active` alone: the rows are of many types."""

    type = ChoiceFilter(label=gettext_lazy("Type"))
    who = ChoiceFilter(label=gettext_lazy("Deleted by"))
    q = django_filters.CharFilter(label=gettext_lazy("Name"))

    def __init__(self, data, *, member):
        super().__init__(data, queryset=Member.objects.none())
        self.filters["type"].extra["choices"] = [(kind.key, kind.label_plural) for kind in kinds_of(member)]
        self.filters["who"].extra["choices"] = [(str(pk), name) for pk, name in deleters(member)]
