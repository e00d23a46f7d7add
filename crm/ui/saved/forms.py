"""A view's name and who shares it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.access.models import Role
from crm.access.policy import can
from crm.ui.models import SavedView

Audience = SavedView.Audience


class ViewForm(forms.Form):
    """Give the view when it exists. Roles are asked for by who may change settings."""

    wide = ("name", "audience", "roles", "pin")

    name = forms.CharField(label=_("Name"), max_length=60)
    audience = forms.ChoiceField(
        label=_("Who sees it"),
        help_text=_("Everybody sees in it what their own rights let them see."),
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("The list opens with it for"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only a view that everyone sees can be the first one of a role."),
    )  # fmt: skip
    pin = forms.BooleanField(label=_("Pin to the sidebar"), required=False)

    def __init__(self, *args, member, view=None, **kwargs):
        if view:
            roles = view.defaults.values_list("role", flat=True)
            kwargs["initial"] = {"name": view.name, "audience": view.audience, "roles": list(roles)}
        super().__init__(*args, **kwargs)
        owner = view.owner if view else member
        self.fields["audience"].choices = [
            choice for choice in Audience.choices if choice[0] != Audience.TEAM or owner.team_id
        ]
        if can(member, "settings"):
            self.fields["roles"].queryset = Role.objects.all()
        else:
            del self.fields["roles"]
        if view:
            del self.fields["pin"]  # the menu has it

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("roles") and cleaned.get("audience") != Audience.ALL:
            self.add_error("audience", _("A list opens for a role only with a view that everyone sees."))
        return cleaned
