"""What people fill in about notes, calls and tasks."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access.teams import colleagues
from crm.activities.models import Call, Task
from crm.l10n.fields import DateTimeField, NumberField
from crm.ui.conflicts import SeenForm
from crm.ui.fields import MemberField

LONGEST = 20_000  # characters of a note


def words(label, *, required=False, rows=2, **attrs):
    widget = forms.Textarea(attrs={"rows": rows, **attrs})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=widget)


def tomorrow_morning():
    """Ten o'clock on the reader's next day."""
    day = timezone.localtime() + timedelta(days=1)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


class NoteForm(forms.Form):
    body = words(gettext_lazy("Note"), required=True, placeholder=gettext_lazy("Write a note for your colleagues"))


class CallForm(forms.Form):
    """A call that took place, and when to call next."""

    body = words(gettext_lazy("What was said"), placeholder=gettext_lazy("What was said, what was agreed"))
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Call.Outcome.choices)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Call.Direction.choices)
    minutes = NumberField(label=gettext_lazy("Minutes"), required=False, decimals=0, min_value=0, max_value=24 * 60)
    follow_up_at = DateTimeField(label=gettext_lazy("Call again"), required=False)


class TaskForm(SeenForm, forms.Form):
    """A task; without one it is planned, with one it is changed."""

    subject = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("What is to be done")}),
    )
    due_at = DateTimeField(label=gettext_lazy("Due"))
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=Task.Kind.choices)
    owner = MemberField(label=gettext_lazy("Who"))
    body = words(gettext_lazy("Details"))

    wide = ("subject", "body")

    def __init__(self, *args, member, task=None, **kwargs):
        values = {"owner": member, "due_at": tomorrow_morning()}
        if task:
            values = {name: getattr(task, name) for name in self.base_fields}
        super().__init__(*args, initial=values, **kwargs)
        self.record = task
        members = list(colleagues())
        if task and task.owner and task.owner not in members:
            members.append(task.owner)
        self.fields["owner"].offer(members)


class ResultForm(forms.Form):
    result = words(gettext_lazy("Result"), rows=3, placeholder=gettext_lazy("What came of it"))


def call_subject(record):
    """What a follow-up call is called."""
    return _("Call %(name)s") % {"name": record}
