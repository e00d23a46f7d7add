"""The form of a record: filled from it, narrowed to what the member may choose, giving plain values to an action."""

from django import forms
from django.utils.translation import gettext as _

from crm.access.policy import can, scope_of
from crm.records import registry
from crm.records.base import Record
from crm.ui.fields import MemberField, RecordField, assignable
from crm.ui.rows import value_of


class RecordForm(forms.Form):
    """`key` names the record type. Without `record` it makes one; `only` leaves just these fields, to edit in place.

    A field called owner is offered to those who may assign; others own what they make.
    """

    key = ""
    required_css_class = ""
    wide = ()  # fields as wide as the form
    brief = ()  # fields of the drawer when one is made there; all when empty

    def __init__(self, *args, member, record: Record | None = None, only=(), initial=None, **kwargs):
        self.member, self.record = member, record
        super().__init__(*args, initial={**self._values_now(), **(initial or {})}, **kwargs)
        if only:
            self.fields = {name: field for name, field in self.fields.items() if name in only}
        for name, field in list(self.fields.items()):
            if isinstance(field, RecordField):
                now = self.initial.get(name)
                field.settle(member, self[name].value() if self.is_bound else now, kept=now)
        self._offer_owners()

    def _values_now(self):
        if self.record is None:
            return {"owner": self.member}
        return {name: value_of(self.record, name) for name in self.base_fields}

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

    def values(self):
        """What the action gets: the values of the fields that are in the form."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
