"""The form fields of a workspace's own fields: what asks for a value of each kind, in the reader's way of writing."""

import json

from django import forms
from django.utils.translation import gettext as _

from crm.access.teams import colleagues
from crm.l10n.fields import DateField, MoneyField, NumberField
from crm.records.fields.conditions import hangs_on
from crm.records.fields.kinds import loaded, stored
from crm.records.fields.queries import fields_of
from crm.tenants.models import Member
from crm.ui.fields import MemberField

LARGEST = 10**12
LISTED = 8  # more choices than these are found by typing
YES, NO = "yes", "no"


class YesField(forms.TypedChoiceField):
    """True, False, or None where nobody has answered."""

    def __init__(self, **kwargs):
        choices = [("", "—"), (YES, _("Yes")), (NO, _("No"))]
        super().__init__(choices=choices, coerce=lambda said: said == YES, empty_value=None, **kwargs)

    def prepare_value(self, value):
        return {True: YES, False: NO}.get(value, value)


def value_field(field, now=None, **said):
    """A form field for a CustomField; `now` is the stored value that it may keep, be it retired or a leaver's."""
    said = {"label": str(field), "help_text": field.hint, "required": field.required, **said}
    return _MAKERS[field.kind](field, now, said)


def _choice(field, now, said):
    offered = _options(field, [now])
    widget = forms.Select(attrs={"data-select": True} if len(offered) > LISTED else {})
    return forms.ChoiceField(choices=[("", "—"), *offered], widget=widget, **said)


def _choices(field, now, said):
    offered = _options(field, now or [])
    few = len(offered) <= LISTED
    widget = forms.CheckboxSelectMultiple() if few else forms.SelectMultiple(attrs={"data-select": True})
    return forms.MultipleChoiceField(choices=offered, widget=widget, **said)


def _options(field, kept):
    offered = field.labels(retired=False)
    return [(key, label) for key, label in field.labels().items() if key in offered or key in kept]


def _member(field, now, said):
    asked = MemberField(**said)
    members = list(colleagues())
    if now and now not in {each.pk for each in members}:
        members += Member.objects.filter(pk=now)
    asked.offer(members, nobody="—")
    return asked


def _money(field, now, said):
    return MoneyField(min_value=None, currency=now[1] if now else None, **said)


_MAKERS = {
    "text": lambda field, now, said: forms.CharField(max_length=field.look.longest, **said),
    "lines": lambda field, now, said: forms.CharField(
        max_length=field.look.longest, widget=forms.Textarea(attrs={"rows": 3}), **said
    ),
    "number": lambda field, now, said: NumberField(min_value=-LARGEST, max_value=LARGEST, **said),
    "money": _money,
    "day": lambda field, now, said: DateField(**said),
    "yes": lambda field, now, said: YesField(**said),
    "choice": _choice,
    "choices": _choices,
    "member": _member,
}


def shown_value(field, value):
    """A stored value as its form field has it."""
    return value[0] if field.kind == "money" and value else loaded(field.kind, value)


def stored_value(field, asked, value):
    """The clean value of its form field `asked`, as it is stored."""
    return stored(field, (value, asked.currency) if field.kind == "money" else value)


def told_condition(field):
    """The field's condition as the form's script reads it: a field's name, and its values as controls have them."""
    values = field.condition.get("values", [])
    return json.dumps([field.condition["field"], [{True: YES, False: NO}.get(value, value) for value in values]])


def needed(key):
    """The names of the fields without which no record of the type can be made, and of those that they hang on."""
    names = []
    for field in fields_of(key):
        if field.required:
            names += [field.key, *hangs_on(field)]
    return tuple(dict.fromkeys(names))
