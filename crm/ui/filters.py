"""Filters of a list: declared by a FilterSet per record type, shown as chips that read like sentences.

Filters that need a scan (tags) go through crm.records.finding; all others compare with `=`, `<` or `>`, which row-level
security lets use an index.
"""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import django_filters
from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters.filters import FilterMethod

from crm.access.fields import hidden_fields
from crm.access.policy import scope_of, teams_in
from crm.access.teams import colleagues
from crm.l10n.dates import format_date
from crm.l10n.fields import DateField, PeriodField
from crm.l10n.numbers import format_number
from crm.l10n.periods import start_of_day
from crm.l10n.ranges import period_label, read_period
from crm.records.fields.queries import field_called, fields_of
from crm.records.finding import holding, tagged
from crm.ui.custom import NO, YES
from crm.ui.fields import RecordField
from crm.ui.tables import Chip, Filters
from crm.ui.where.asking import narrowed
from crm.ui.where.fields import askable
from crm.ui.where.tree import ALL, Where, read
from crm.ui.where.words import JOINS, flat, group_words, said_of

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


class PeriodFilter(django_filters.Filter):
    """A stretch of time: a named one, or typed as people say it."""

    field_class = PeriodField


class WhereField(forms.Field):
    """Conditions in groups, as an address has them (crm.ui.where.tree)."""

    widget = forms.HiddenInput

    def settle(self, member, record_type):
        self.member, self.record_type = member, record_type

    def clean(self, value):
        fields = askable(self.record_type, self.member) if value else {}
        return read(value, fields, self.member) or None


class WhereFilter(django_filters.Filter):
    """Any conditions in any groups, put together by the builder (crm.ui.views.where)."""

    field_class = WhereField


class Declared(dict):
    """The filters of a class by name. Each request gets filters of its own, of which it may change options and parent.

    Their library copies for that whatever hangs on them, which was a twentieth of the time of a list.
    """

    def __deepcopy__(self, memo):
        return {name: self._own(each) for name, each in self.items()}

    def _own(self, declared):
        own = object.__new__(type(declared))
        own.__dict__ = {**declared.__dict__, "extra": {**declared.extra}}
        if declared.method is not None:
            own.filter = FilterMethod(own)
        return own


class ListFilters(django_filters.FilterSet):
    """Filters of any list, with their bar. Without `drawn`, the form is only read, not shown."""

    drawn = True

    @classmethod
    def get_filters(cls):
        return Declared(super().get_filters())

    @property
    def qs(self):
        """The rows; without the form when nothing is asked of it."""
        return super().qs if self._asked else self.queryset

    @property
    def _asked(self):
        return any(self.data.get(name) for name in self.filters)

    def in_period(self, rows, name, value):
        start, end = read_period(value).moments()
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
        chips = tuple(chip for name, value in self.active.items() for chip in self._chips(name, value, {**keep, **on}))
        return Filters(
            chips=chips,
            form=self.form if self.drawn else None,
            form_url="" if self.drawn else _address({**keep, **on, FORM_ASKED: "1"}),
            clear_url=_address(keep) if chips else "",
            total=total,
            keep=tuple(keep.items()),
        )

    def _chips(self, name, value, asked):
        """What stands in the bar for a filter that is on; `asked` are the parameters of the address."""
        label = str(self.form.fields[name].label)
        yield Chip(label=label, value=self._shown(name, value), remove_url=_address(_but(asked, name)))

    def _shown(self, name, value):
        field = self.form.fields[name]
        if isinstance(field, DateField):
            return format_date(value)
        if isinstance(field, PeriodField):
            return period_label(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))
        return str(value)


class RecordFilters(ListFilters):
    """What every record can be filtered by. Types add their own as class attributes.

    `about` names the field that a filter tells of, where its own name and column do not: who may not see the field
    cannot filter by it. Without `drawn`, the form is only read, not shown: then choices that cost a statement are
    fetched for those filters alone that are on (`wants`).
    """

    about: dict[str, str] = {"tag": "tags"}

    owner = ChoiceFilter(label=gettext_lazy("Owner"), method="of_owner")
    team = ChoiceFilter(label=gettext_lazy("Team"), field_name="team_id")
    tag = django_filters.CharFilter(label=gettext_lazy("Tag"), method="with_tag")
    created = PeriodFilter(label=gettext_lazy("Added"), method="in_period", field_name="created_at", ahead=False)
    created_from = DateFilter(label=gettext_lazy("Added from"), method="from_day", field_name="created_at")
    created_to = DateFilter(label=gettext_lazy("Added until"), method="until_day", field_name="created_at")
    where = WhereFilter(label=gettext_lazy("Conditions"), method="fulfilling")

    def __init__(self, data, *, queryset, member, record_type, drawn=True):
        super().__init__(data, queryset=queryset)
        self.member, self.record_type, self.drawn = member, record_type, drawn
        self._add_custom()
        hidden = hidden_fields(member, record_type.key)
        if not record_type.conditions:
            self.filters.pop("where", None)
        for name in [name for name in self.filters if self.field_of(name) in hidden]:
            del self.filters[name]
        own = [name for name in self.filters if name not in RecordFilters.base_filters]
        self.filters = {name: self.filters[name] for name in (*own, *self.filters)}  # the type's own come first
        self._offer_members()

    def _add_custom(self):
        """Those of the workspace's own fields of which one value can be chosen."""
        for field in fields_of(self.record_type.key):
            if answers := _ANSWERS.get(field.kind):
                wanted = answers(field) if self.wants(field.key) else []
                added = ChoiceFilter(label=str(field), method="with_value", field_name=field.key, choices=wanted)
                added.parent, added.model = self, self.queryset.model
                self.filters[field.key] = added

    def field_of(self, name):
        """The field that a filter tells of: as `about` says, else the column it compares, else its own name."""
        return self.about.get(name) or (self.filters[name].field_name or name).removesuffix("_id")

    def wants(self, *names):
        """Whether the choices of these filters are needed."""
        return self.drawn or any(self.data.get(name) for name in names)

    def _offer_members(self):
        """Owners and teams, where the reader sees records of more than one of them."""
        scope = scope_of(self.member, self.record_type.key, "see")
        if scope == "own":
            self.filters.pop("owner", None)
        if scope not in ("tree", "all"):
            self.filters.pop("team", None)
        if scope in ("none", "own") or not self.wants("owner", "team"):
            return
        within = None if scope == "all" else teams_in(self.member, scope)
        named = colleagues().select_related("team").only("tenant", "name", "team__name", "team__names")
        members = [m for m in named if within is None or m.team_id in within or m.pk == self.member.pk]
        teams = {member.team_id: str(member.team) for member in members if member.team_id}
        owners = [(str(member.pk), member.name) for member in members if member.pk != self.member.pk]
        offered = {
            "owner": [(ME, _("Me")), *owners, (NOBODY, _("Nobody"))],
            "team": sorted(((str(pk), name) for pk, name in teams.items()), key=lambda pair: pair[1]),
        }
        for name in offered.keys() & self.filters.keys():
            self.filters[name].extra["choices"] = offered[name]

    @property
    def form(self):
        is_new = not hasattr(self, "_form")
        form = super().form
        for name, field in form.fields.items() if is_new else ():
            if isinstance(field, RecordField):
                field.settle(self.member, form[name].value())
            if isinstance(field, WhereField):
                field.settle(self.member, self.record_type)
        return form

    @property
    def conditions(self):
        """The conditions in groups that are asked for, if any."""
        return self.active.get("where") or Where()

    def fulfilling(self, rows, name, value):
        return narrowed(rows, value, self.record_type, self.member)

    def bar(self, *, keep, total=""):
        bar = super().bar(keep=keep, total=total)
        if "where" not in self.filters:
            return bar
        asked = {**keep, **{name: self.data[name] for name in self.active}}
        builder = f"{reverse('lists:where', args=[self.record_type.key])}{_address(asked)}"
        return replace(bar, builder_url=builder, remark=self.remark(), remark_url=_address(_but(asked, "where")))

    def remark(self):
        """What of the conditions is not heeded, and why."""
        if self.conditions.broken:
            return _("The conditions in this address cannot be read, so nothing is shown for them.")
        left = self.conditions.left_out
        text = ngettext(
            "%(count)s condition is left out: it asks for a field that is gone, or that you may not see.",
            "%(count)s conditions are left out: they ask for fields that are gone, or that you may not see.",
            left,
        )
        return text % {"count": format_number(left)} if left else ""

    def _chips(self, name, value, asked):
        if name != "where":
            yield from super()._chips(name, value, asked)
            return
        for place, (group, condition) in enumerate(flat(value)):
            kept, said = value.without(group, condition).encoded(), value.groups[group]
            label, shown = said_of(said.conditions[condition]) if condition is not None else ("", group_words(said))
            before = str(JOINS[value.join]) if place and value.join != ALL else ""
            label = " ".join(filter(None, (before, label)))
            yield Chip(label=label, value=shown, remove_url=_address(_but(asked, name, kept)))

    def of_owner(self, rows, name, value):
        return rows.filter(owner_id={ME: self.member.pk, NOBODY: None}.get(value, value))

    def with_tag(self, rows, name, value):
        return tagged(self.record_type, rows, " ".join(value.split()))

    def with_value(self, rows, name, value):
        kind = field_called(name).kind
        stored = {"yes": value == YES, "choices": [value], "member": int(value) if value.isdecimal() else 0}
        return holding(self.record_type, rows, {name: stored.get(kind, value)})


_ANSWERS = {
    "yes": lambda field: [(YES, _("Yes")), (NO, _("No"))],
    "choice": lambda field: list(field.labels().items()),
    "choices": lambda field: list(field.labels().items()),
    "member": lambda field: [(str(member.pk), member.name) for member in colleagues()],
}


def _but(asked, name, value=""):
    """The parameters without one of them, or with another value of it."""
    return {other: each for other, each in asked.items() if other != name} | ({name: value} if value else {})


def _address(parameters):
    return f"?{urlencode(parameters)}"
