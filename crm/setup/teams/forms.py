from django import forms
from django.utils.translation import gettext_lazy as _

from crm.access.models import Team
from crm.access.teams import active_members, with_descendants
from crm.l10n.forms import NamedForm
from crm.setup.teams.queries import tree

INDENT = "\u2003"  # an em: selects know no other way to show what stands below what


class TeamForm(NamedForm):
    parent = forms.ModelChoiceField(
        queryset=None, label=_("Under"), required=False, empty_label=_("No team: at the top"),
        help_text=_("Roles that reach the team and below see the records of every team under theirs."),
    )  # fmt: skip
    manager = forms.ModelChoiceField(
        queryset=None, label=_("Manager"), required=False, empty_label=_("Nobody"),
        help_text=_("Hears of what is late in the team. Joins it, if in no other."),
    )  # fmt: skip
    deputies = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Deputies"), required=False, widget=forms.SelectMultiple(attrs={"data-select": True}),
        help_text=_("Reach what the manager does, and are told in the manager's place when that is needed."),
    )  # fmt: skip

    def __init__(self, *args, team=None, **kwargs):
        super().__init__(*args, thing=team, **kwargs)
        members = active_members()
        self.fields["manager"].queryset = members
        self.fields["deputies"].queryset = members
        self._offer_parents(team)

    def _offer_parents(self, team):
        """Every team but this one and those below it."""
        branches = tree()
        parents = {branch.team.pk: branch.team.parent_id for branch in branches}
        closed = with_descendants({team.pk}, parents) if team else frozenset()
        field = self.fields["parent"]
        field.queryset = Team.objects.exclude(pk__in=closed)
        field.choices = [("", field.empty_label)] + [
            (each.team.pk, f"{INDENT * each.depth}{each.team}") for each in branches if each.team.pk not in closed
        ]

    def clean(self):
        values = super().clean()
        if values.get("manager") in list(values.get("deputies") or ()):
            self.add_error("deputies", _("The manager needs no deputy in themselves."))
        return values
