"""Filters of a list: declared by a FilterSet per record type, shown as chips that read like sentences.

Filters that need a scan (tags) go through crm.records.finding; all others compare with `=`, `<` or `>`, which row-level
security lets use an index.
"""

from datetime import timedelta
from urllib.parse import urlencode

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access.policy import scope_of
from crm.access.teams import active_members
from crm.l10n.dates import format_date
from crm.l10n.fields import DateField
from crm.l10n.periods import PERIODS, period, start_of_day
from crm.records.finding import tagged
from crm.ui.fields import RecordField
from crm.ui.tables import Chip, Filters

ME, NOBODY = "me", "none"
FORM_ASKED = "filters"
ONE_DAY = timedelta(days=1)


class DateFilter(django_filters.Filter):
    """A day typed in the reader's calendar."""

    field_class = DateField


class RecordFilter(django_filters.Filter):
    """Another record, found as one types."""

    field_class = RecordField


class ChoiceFilter(django_filters.ChoiceFilter):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_label", gettext_lazy("Any"))
        super().__init__(*args, **kwargs)


class RecordFilters(django_filters.FilterSet):
    """What every record can be filtered by. Types add their own as class attributes.

    Without `drawn`, the form is only read, not shown: then choices that cost a statement are fetched for those filters
    alone that are on (`wants`).
    """

    owner = ChoiceFilter(label=gettext_lazy("Owner"), method="of_owner")
    team = ChoiceFilter(label=gettext_lazy("Team"), field_name="team_id")
    tag = django_filters.CharFilter(label=gettext_lazy("Tag"), method="with_tag")
    created = ChoiceFilter(label=gettext_lazy("Added"), method="in_period", field_name="created_at")
    created_from = DateFilter(label=gettext_lazy("Added from"), method="from_day", field_name="created_at")
    created_to = DateFilter(label=gettext_lazy("Added until"), method="until_day", field_name="created_at")

    def __init__(self, data, *, queryset, member, record_type, drawn=True):
        super().__init__(data, queryset=queryset)
        self.member, self.record_type, self.drawn = member, record_type, drawn
        own = [name for name in self.filters if name not in RecordFilters.base_filters]
        self.filters = {name: self.filters[name] for name in (*own, *self.filters)}  # the type's own come first
        self._offer_members()
        for each in self.filters.values():
            if each.field_name == "created_at" and isinstance(each, ChoiceFilter):
                each.extra["choices"] = list(PERIODS.items())

    def wants(self, *names):
        """Whether the choices of these filters are needed."""
        return self.drawn or any(self.data.get(name) for name in names)

    def _offer_members(self):
        """Owners and teams, where the reader sees records of more than one of them."""
        scope = scope_of(self.member, self.record_type.key, "see")
        if scope == "own":
            del self.filters["owner"]
        if scope != "all":
            del self.filters["team"]
        if scope not in ("team", "all") or not self.wants("owner", "team"):
            return
        members = [m for m in active_members() if scope == "all" or m.team_id == self.member.team_id]
        teams = {member.team_id: member.team.name for member in members if member.team_id}
        owners = [(str(member.pk), member.name) for member in members if member.pk != self.member.pk]
        self.filters["owner"].extra["choices"] = [(ME, _("Me")), *owners, (NOBODY, _("Nobody"))]
        if scope == "all":
            self.filters["team"].extra["choices"] = sorted(
                ((str(pk), name) for pk, name in teams.items()), key=lambda pair: pair[1]
            )

    @property
    def form(self):
        is_new = not hasattr(self, "_form")
        form = super().form
        for name, field in form.fields.items() if is_new else ():
            if isinstance(field, RecordField):
                field.settle(self.member, form[name].value())
        return form

    @property
    def qs(self):
        """The rows; without the form when nothing is asked of it."""
        return super().qs if self._asked else self.queryset

    @property
    def _asked(self):
        return any(self.data.get(name) for name in self.filters)

    def of_owner(self, rows, name, value):
        return rows.filter(owner_id={ME: self.member.pk, NOBODY: None}.get(value, value))

    def with_tag(self, rows, name, value):
        return tagged(self.record_type, rows, " ".join(value.split()))

    def in_period(self, rows, name, value):
        start, end = period(value).moments()
        return rows.filter(**{f"{name}__gte": start, f"{name}__lt": end})

    def from_day(self, rows, name, value):
        return rows.filter(**{f"{name}__gte": start_of_day(value)})

    def until_day(self, rows, name, value):
        return rows.filter(**{f"{name}__lt": start_of_day(value + ONE_DAY)})

    @property
    def active(self):
        """{name: value} of what is filtered by; what cannot be read filters nothing."""
        if not self._asked:
            return {}
        cleaned = self.form.cleaned_data if self.form.is_valid() else getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value not in (None, "", [])}

    def bar(self, *, keep, total=""):
        """The filter bar; `keep` holds the other parameters of the address, which filtering must not lose.

        A form that is not drawn is asked for when it is opened, by the same address with `filters=1`.
        """
        on = {name: self.data[name] for name in self.active}
        chips = tuple(
            Chip(
                label=str(self.form.fields[name].label),
                value=self._shown(name, value),
                remove_url=_address({**keep, **{other: each for other, each in on.items() if other != name}}),
            )
            for name, value in self.active.items()
        )
        return Filters(
            chips=chips,
            form=self.form if self.drawn else None,
            form_url="" if self.drawn else _address({**keep, **on, FORM_ASKED: "1"}),
            clear_url=_address(keep) if chips else "",
            total=total,
            keep=tuple(keep.items()),
        )

    def _shown(self, name, value):
        field = self.form.fields[name]
        if isinstance(field, DateField):
            return format_date(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))
        return str(value)


def _address(parameters):
    return f"?{urlencode(parameters)}"
