"""By whom, what, which record, when and from where the audit trail is read."""

from functools import reduce
from ipaddress import ip_address
from operator import or_

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.audit.models import Entry
from crm.lib.digits import to_latin
from crm.records import registry
from crm.setup.audit.wording import GROUPS
from crm.tenants.models import Member
from crm.ui.filters import ChoiceFilter, DateFilter, ListFilters


class AddressField(forms.CharField):
    """An address of a computer, in any digits."""

    def clean(self, value):
        text = to_latin(super().clean(value)).strip()
        try:
            return str(ip_address(text)) if text else ""
        except ValueError:
            raise ValidationError(_("This is no address of a computer, as 192.0.2.7 is one.")) from None


class AddressFilter(django_filters.Filter):
    field_class = AddressField


class AuditFilters(ListFilters):
    who = ChoiceFilter(label=gettext_lazy("By"), field_name="actor_id", method="by_member")
    what = ChoiceFilter(
        label=gettext_lazy("What"), method="of_group", choices=[(key, label) for key, (label, _acts) in GROUPS.items()]
    )
    record = django_filters.CharFilter(label=gettext_lazy("Record"), method="about", widget=forms.HiddenInput)
    since = DateFilter(label=gettext_lazy("From"), method="from_day", field_name="at")
    until = DateFilter(label=gettext_lazy("Until"), method="until_day", field_name="at")
    address = AddressFilter(label=gettext_lazy("Address"))

    class Meta:
        model = Entry
        fields = []

    def __init__(self, data, *, queryset):
        super().__init__(data, queryset=queryset)
        self.filters["who"].extra["choices"] = [
            (str(pk), name) for pk, name in Member.objects.order_by("name", "pk").values_list("pk", "name")
        ]

    def by_member(self, rows, name, value):
        return rows.filter(actor_kind="member", actor_id=value)

    def of_group(self, rows, name, value):
        _label, acts = GROUPS[value]
        return rows.filter(reduce(or_, (Q(action__gte=act, action__lt=_after(act)) for act in acts)))

    def about(self, rows, name, value):
        """`value` is "<record key>:<id>", as links to this page write it; anything else finds nothing."""
        key, _colon, pk = value.partition(":")
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
            return rows.none()
        return rows.filter(record_type=key, record_id=int(pk))

    def _shown(self, name, value):
        if name == "record":
            key = value.partition(":")[0]
            return str(registry.get(key).label) if registry.knows(key) else key
        return super()._shown(name, value)


def _after(prefix):
    """The first text after all that begin with `prefix`; row security would keep LIKE from its index."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
