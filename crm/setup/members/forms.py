from django import forms
from django.utils.translation import gettext_lazy as _

from crm.access.authority import roles_in_reach
from crm.access.models import Team
from crm.access.names import function_names


class MemberForm(forms.Form):
    """What an administrator decides about a member."""

    role = forms.ModelChoiceField(queryset=None, label=_("Role"), empty_label=None)
    team = forms.ModelChoiceField(queryset=None, label=_("Team"), required=False, empty_label=_("No team"))
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    functions = forms.MultipleChoiceField(
        label=_("Functions"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Kinds of work that playbooks hand out, such as measuring or installing."),
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles_in_reach(by)
        self.fields["team"].queryset = Team.objects.all()
        self.fields["functions"].choices = list(function_names().items())
        if not self.fields["functions"].choices:
            del self.fields["functions"]
