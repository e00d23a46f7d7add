"""Where people come from: a free word, with the usual ones offered while it is typed."""

from django.forms import TextInput
from django.utils.translation import gettext as _


def usual_sources():
    return [
        _("Referral"),
        _("Website"),
        _("Phone call"),
        _("Exhibition"),
        _("Social media"),
        _("Advertisement"),
        _("Walk-in"),
    ]


class SourceInput(TextInput):
    """A text with suggestions, in the reader's language."""

    template_name = "contacts/people/_source_input.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["suggestions"] = usual_sources()
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-suggestions"
        return context
