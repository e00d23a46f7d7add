"""The form of a record: filled from it, narrowed to what the member may choose, giving plain values to an action."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _

from crm.access.fields import closed_fields, hidden_fields
from crm.access.policy import can, scope_of
from crm.records import registry
from crm.records.base import Record
from crm.records.fields.conditions import fulfilled, hangs_on
from crm.records.fields.queries import fields_of
from crm.records.fields.values import default_of
from crm.ui.conflicts import SeenForm
from crm.ui.custom import shown_value, stored_value, told_condition, value_field
from crm.ui.fields import MemberField, RecordField, assignable
from crm.ui.rows import value_of

WIDE = ("lines", "choices")  # kinds of custom fields as wide as the form


class RecordForm(SeenForm, forms.Form):
    """`key` names the record type. Without `record` it makes one; `only` leaves just these fields, to edit in place.

    A field called owner is offered to those who may assign; others own what they make.
    """

    key = ""
    required_css_class = ""
    wide = ()  # fields as wide as the form
    brief = ()  # fields of the drawer when one is made there; all when empty

    def __init__(self, *args, member, record: Record | None = None, only=(), initial=None, **kwargs):
        self.member, self.record, self.few = member, record, bool(only)
        super().__init__(*args, initial={**self._values_now(), **(initial or {})}, **kwargs)
        if only:
            self.fields = {name: field for name, field in self.fields.items() if name in only}
        self.custom = {each.key: each for each in fields_of(self.key) if not only or each.key in only}
        self._add_custom()
        for name in closed_fields(member, self.key).intersection(self.fields):
            del self.fields[name]
        for name, field in list(self.fields.items()):
            if isinstance(field, RecordField):
                now = self.initial.get(name)
                field.settle(member, self[name].value() if self.is_bound else now, kept=now)
        self._offer_owners()

    def _values_now(self):
        if self.record is None:
            return {"owner": self.member}
        return {name: value_of(self.record, name) for name in self.base_fields}

    def _add_custom(self):
        """The workspace's own fields, but for those that the member's role closes."""
        now = self.record.custom if self.record else {}
        for name in closed_fields(self.member, self.key).intersection(self.custom):
            del self.custom[name]
        self.wide = (*self.wide, *(name for name, field in self.custom.items() if field.kind in WIDE))
        for name, field in self.custom.items():
            value = now.get(name) if self.record else default_of(field, self.member)
            self.fields[name] = asked = value_field(field, now.get(name))
            self.initial.setdefault(name, shown_value(field, value))
            if field.condition:
                asked.widget.attrs["data-when"] = told_condition(field)

    @property
    def arranged(self):
        """[(heading, [BoundField])] in the workspace's order, where it has one. What only forms have (a stage, say)
        stands behind what it follows in the form as declared. A form of a few fields has no headings."""
        if not self.record_type.is_arranged():
            return [("", list(self))]
        places = {name: place for place, group in enumerate(self.record_type.groups()) for name in group.fields}
        order = [name for group in self.record_type.groups() for name in group.fields if name in self.fields]
        before = None
        for name in self.fields:
            if name not in places:
                order.insert(order.index(before) + 1 if before else 0, name)
                places[name] = places[before] if before else 0
            before = name
        headings = ["" if self.few else group.label for group in self.record_type.groups()]
        grouped = groupby(order, key=places.get)
        return [(headings[place], [self[name] for name in names]) for place, names in grouped]

    def clean(self):
        """What is not to be shown is not asked for: it has no value, whatever was sent."""
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        hidden = hidden_fields(self.member, self.key)
        for name, field in self.custom.items():
            if not hidden.intersection(hangs_on(field)) and not fulfilled(field, self._said, self.record):
                self.errors.pop(name, None)
                cleaned[name] = None
        return cleaned

    def _said(self, name):
        """The value of a field as it stands in the form, else in the record."""
        if name in self.custom:
            return self._stored(name)
        if name in self.fields:
            return self.cleaned_data.get(name)
        return self.record.custom.get(name) if self.record else None

    def _stored(self, name):
        return stored_value(self.custom[name], self.fields[name], self.cleaned_data.get(name))

    def _offer_owners(self):
        field = self.fields.get("owner")
        if not isinstance(field, MemberField):
            return
        if scope_of(self.member, self.key, "assign") == "none" or not self._may_assign():
            del self.fields["owner"]
            return
        members = assignable(self.member, self.key)
        current = self.record.owner if self.record else None
        if current and current.pk not in {each.pk for each in members}:
            members.append(current)
        field.offer(members, nobody=_("Nobody") if self.record else "")

    def _may_assign(self):
        return self.record is None or can(self.member, f"{self.key}.assign", self.record)

    @property
    def record_type(self):
        return registry.get(self.key)

    def compared(self, name, values):
        """The value of a field among raw values, as it is compared with another."""
        value = values.get(name)
        return stored_value(self.custom[name], self.fields[name], value) if name in self.custom else value

    def values(self):
        """What the action gets: the values of the fields that are in the form, those of custom ones as `custom`."""
        own = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        custom = {name: self._stored(name) for name in self.custom if own.pop(name, self) is not self}
        return {**own, "custom": custom} if custom else own
