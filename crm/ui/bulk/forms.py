"""What is asked before many records are changed. Each form is read by the view, and again by the worker."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access.fields import closed_fields
from crm.records import registry
from crm.records.fields.queries import field_called, fields_of
from crm.ui.custom import stored_value
from crm.ui.fields import MemberField, TagsField, assignable


class DeleteForm(forms.Form):
    """Asks nothing but whether."""

    def __init__(self, *args, member, key, **kwargs):
        super().__init__(*args, **kwargs)


class AssignForm(forms.Form):
    owner = MemberField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, *args, member, key, **kwargs):
        super().__init__(*args, initial={"owner": member}, **kwargs)
        self.fields["owner"].offer(assignable(member, key), nobody=_("Nobody"))


class TagForm(forms.Form):
    add = TagsField(label=gettext_lazy("Add tags"), required=False)
    remove = TagsField(label=gettext_lazy("Remove tags"), required=False)

    def __init__(self, *args, member, key, **kwargs):
        super().__init__(*args, **kwargs)


class EditForm(forms.Form):
    """One field, and the value that all get. The value's own field is that of the type's form; its widget and what it
    accepts come from there. `picked` names the field before anything is sent."""

    field = forms.ChoiceField(label=gettext_lazy("Field"), widget=forms.Select(attrs={"data-bulk-field": True}))

    def __init__(self, *args, member, key, picked="", **kwargs):
        super().__init__(*args, **kwargs)
        names = editable(member, key)
        whole = registry.get(key).resolve("form")(member=member, only=names)
        self.fields["field"].choices = [(name, whole.fields[name].label) for name in names if name in whole.fields]
        offered = [name for name, _label in self.fields["field"].choices]
        chosen = self.data.get("field") or picked
        self.chosen = chosen if chosen in offered else next(iter(offered), "")
        self.initial["field"] = self.chosen
        if self.chosen:
            self.fields[self.chosen] = whole.fields[self.chosen]

    def change(self, cleaned):
        """{field: value} for the type's action."""
        value = cleaned[self.chosen]
        if field := field_called(self.chosen):
            return {"custom": {self.chosen: stored_value(field, self.fields[self.chosen], value)}}
        return {self.chosen: value}


def editable(member, key):
    """The fields of a type that the member may give one value in many records, in the form's order."""
    record_type = registry.get(key)
    if not record_type.form:
        return ()
    closed = closed_fields(member, key)
    order = list(record_type.resolve("form").base_fields)
    custom = [each.key for each in fields_of(key) if not (each.unique or each.condition)]  # which look at each record
    return tuple(name for name in [*order, *custom] if name in (*record_type.plain, *custom) and name not in closed)


VERBS = {  # verb → right, form
    "assign": ("assign", AssignForm),
    "edit": ("edit", EditForm),
    "tag": ("edit", TagForm),
    "delete": ("delete", DeleteForm),
    "restore": ("delete", DeleteForm),  # the undoing of the one before
}
