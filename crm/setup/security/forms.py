from django import forms
from django.utils.translation import gettext_lazy as _

from crm.access.models import Role


class SecurityForm(forms.Form):
    roles = forms.ModelMultipleChoiceField(queryset=None, label=_("Roles that need a second step"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = Role.objects.all()
