from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access.teams import managers_of
from crm.setup.handover.actions import Bequest
from crm.ui.fields import assignable

SAME, STAY, NOBODY = "", "stay", "nobody"


class HandOverForm(forms.Form):
    """Who gets what a member owns: one colleague everything, or one for each kind of record."""

    to = forms.ChoiceField(label=gettext_lazy("Successor"), required=False)

    def __init__(self, *args, person, by, holdings, **kwargs):
        super().__init__(*args, **kwargs)
        self.holdings, self.members = holdings, {}
        offered = [self._members(one, by, person) for one in holdings]
        everywhere = [pk for pk in (offered[0] if offered else ()) if all(pk in each for each in offered)]
        stay = (STAY, _("Leave with %(name)s") % {"name": person.name})
        nobody = (NOBODY, _("Nobody; the team keeps them"))
        self.fields["to"].choices = [stay, nobody, *self._choices(everywhere)]
        self.fields["to"].initial = self._likeliest(person, everywhere)
        for one, members in zip(holdings, offered, strict=True):
            fixed = [(SAME, _("As above")), stay] + [nobody] * (not one.estate.needs_owner)
            self.fields[one.key] = forms.ChoiceField(
                label=one.label, required=False, choices=[*fixed, *self._choices(members)],
                initial=STAY if one.estate.stays else SAME,
            )  # fmt: skip

    def _members(self, holding, by, person):
        found = [each for each in assignable(by, holding.kind.key) if each.active and each.pk != person.pk]
        self.members |= {str(each.pk): each for each in found}
        return [str(each.pk) for each in found]

    def _choices(self, pks):
        return [(pk, self.members[pk].name) for pk in pks]

    def _likeliest(self, person, offered):
        return next((str(boss.pk) for boss in managers_of(person) if str(boss.pk) in offered), STAY)

    def rows(self):
        """(holding, bound field) for the table."""
        return [(one, self[one.key]) for one in self.holdings]

    def bequests(self):
        """What goes to whom; what stays is left out. A choice for all that one kind cannot follow leaves that one."""
        found = []
        for one in self.holdings:
            chosen = self.cleaned_data[one.key] or self.cleaned_data["to"] or STAY
            if chosen == STAY or (chosen == NOBODY and one.estate.needs_owner):
                continue
            found.append(Bequest(one, self.members.get(chosen)))
        return found
