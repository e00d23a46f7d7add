from django import forms
from django.utils.translation import gettext_lazy as _

from crm.setup.workspaces import choices
from crm.setup.workspaces.forms import search_select
from crm.tenants.models import Calendar, Digits, Language, Member


class ProfileForm(forms.Form):
    """A member's own choices. An empty one follows the workspace."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As colleagues and customers see it."))
    language = forms.ChoiceField(label=_("Language"), required=False)
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)
    digits = forms.ChoiceField(label=_("Digits"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=search_select())
    theme = forms.ChoiceField(label=_("Colours"), choices=Member.Theme.choices)
    density = forms.ChoiceField(label=_("Rows of lists"), choices=Member.Density.choices)
    signature = forms.CharField(
        label=_("Signature"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Below the mails that you write, line by line as here. You can leave it out of any of them."),
    )  # fmt: skip

    def __init__(self, *args, tenant, **kwargs):
        super().__init__(*args, **kwargs)
        zones = choices.time_zone_choices()
        self._follow("language", Language.choices, Language(tenant.language).label)
        self._follow("calendar", Calendar.choices, Calendar(tenant.calendar).label)
        self._follow("digits", Digits.choices, "")
        self._follow("time_zone", zones, dict(zones).get(tenant.time_zone, tenant.time_zone))

    def _follow(self, name, options, shared):
        """The first option: as the workspace has it."""
        words = _("As the workspace: %(value)s") % {"value": shared} if shared else _("As the language does")
        self.fields[name].choices = [("", words), *options]

    def reading_fields(self):
        return [self[name] for name in ("language", "calendar", "digits", "time_zone")]

    def screen_fields(self):
        return [self[name] for name in ("theme", "density")]
