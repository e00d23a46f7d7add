"""Form fields that name other things of the workspace: a colleague, a record, tags."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from crm.access.policy import can, scope_of, teams_in
from crm.access.teams import colleagues
from crm.records import registry
from crm.tenants.models import Member

_BETWEEN_TAGS = re.compile(r"\s*[,،؛;\n]\s*")
MOST_TAGS, LONGEST_TAG, LONGEST_NAME = 20, 40, 200


class TagsField(forms.CharField):
    """Tags between commas of any language; a list, each once."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"data-select": True, "data-create": True}))
        super().__init__(**kwargs)

    def to_python(self, value):
        tags = value if isinstance(value, list) else _BETWEEN_TAGS.split(value or "")
        return list(dict.fromkeys(filter(None, (" ".join(tag.split()) for tag in tags))))

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in value):
            message = _("At most %(tags)s tags, each of at most %(letters)s letters.")
            raise ValidationError(message % {"tags": MOST_TAGS, "letters": LONGEST_TAG})

    def run_validators(self, value):
        """Those of a text apply to each tag."""
        for tag in value:
            super().run_validators(tag)

    def prepare_value(self, value):
        return ",".join(value) if isinstance(value, list) else value


class MemberField(forms.ChoiceField):
    """A colleague. `offer(members)` says whom, anew for each form; the value is the Member, or None for nobody."""

    def offer(self, members, *, nobody=""):
        """`nobody` is what the empty choice says; without it there is none."""
        self.members = {str(member.pk): member for member in members}
        self.choices = [("", nobody)] * bool(nobody) + [(pk, member.name) for pk, member in self.members.items()]

    def clean(self, value):
        chosen = super().clean(value)
        return _whole(self.members[chosen]) if chosen else None

    def prepare_value(self, value):
        return str(value.pk) if hasattr(value, "pk") else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


def _whole(member):
    """What was offered may have been read for its name alone."""
    read = not member.get_deferred_fields()
    return member if read else Member.objects.select_related("role", "team").get(pk=member.pk)


def assignable(member, key):
    """Whom the member may give a record of this type to; nobody but themselves without the right."""
    scope = scope_of(member, key, "assign")
    if scope == "all":
        return list(colleagues())
    within = teams_in(member, scope)
    return [each for each in colleagues() if each.team_id in within or each.pk == member.pk] if within else [member]


class RecordField(forms.ChoiceField):
    """Another record, found as one types. The value is the record, None, or, if it may be made, the text of a new one.

    Only what `form.member` sees can be chosen; what is there already may stay, seen or not, deleted or not.
    """

    def __init__(self, key, *, creatable=False, **kwargs):
        self.key, self.creatable, self.member, self.kept = key, creatable, None, None
        attrs = {"data-select": True, "data-url": reverse_lazy("search:pick", args=[key])}
        super().__init__(widget=forms.Select(attrs=attrs), **kwargs)

    def settle(self, member, chosen, kept=None):
        """Make it a field for this member. `chosen` is the value that is drawn: a record, an id, or a new name; `kept`
        is the record that the form was filled from, if any."""
        self.member, self.kept = member, kept if hasattr(kept, "pk") else None
        self.creatable = self.creatable and can(member, f"{self.key}.create")
        if self.creatable:
            self.widget.attrs["data-create"] = True
        record = chosen if hasattr(chosen, "pk") else self._visible(chosen)
        known = [(str(record.pk), str(record))] if record else []
        typed = [(chosen, chosen)] if not known and chosen and self.creatable else []
        self.choices = [("", ""), *known, *typed]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if hasattr(value, "pk"):
            return value
        record = self._visible(value)
        if record is not None:
            return record
        name = " ".join(str(value).split())
        if not self.creatable or name.isdecimal() or len(name) > LONGEST_NAME or "\0" in name:
            raise ValidationError(_("Choose one from the list."), code="invalid_choice")
        return name

    def validate(self, value):
        forms.Field.validate(self, value)

    def prepare_value(self, value):
        return str(value.pk) if hasattr(value, "pk") else value

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")

    def _visible(self, value):
        text = str(value or "")
        if self.kept is not None and text == str(self.kept.pk):
            return self.kept
        is_id = text.isascii() and text.isdecimal() and len(text) < 19
        return registry.fetch(self.key, int(text), self.member) if is_id else None
