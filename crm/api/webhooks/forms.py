from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.api.webhooks.kinds import every, kinds_of, types_for
from crm.lib import door

LONGEST = 1000


class WebhookForm(forms.Form):
    """`member` will answer for the webhook: it is offered what they see."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What receives it, for colleagues."))
    url = forms.CharField(
        label=_("Address"), max_length=LONGEST, help_text=_("An HTTPS address that is open to the internet."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args, member, webhook=None, **kwargs):
        chosen = set(webhook.kinds) if webhook else set()
        initial = {"name": webhook.name, "url": webhook.url} if webhook else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.types = types_for(member)
        for kind in self.types:
            choices = [(every(kind), _("Everything, and what is added later")), *kinds_of(kind).items()]
            self.fields[kind.slug] = forms.MultipleChoiceField(
                label=kind.label_plural, choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
                initial=[value for value, _label in choices if value in chosen],
            )  # fmt: skip

    def place_fields(self):
        return [self["name"], self["url"]]

    def kind_fields(self):
        return [self[kind.slug] for kind in self.types]

    def clean_url(self):
        """Judged here, so that the mistake stands beside the field, and at each sending again."""
        url = self.cleaned_data["url"]
        try:
            door.judge(url, inside=settings.WEBHOOK_INSIDE)
        except door.LeadsInside:
            raise ValidationError(_("This address leads into a network that is not public.")) from None
        except door.DoorClosed:
            raise ValidationError(_("Write an HTTPS address without a port, name or password in it.")) from None
        except door.NotReached:
            raise ValidationError(_("Nobody on the internet has this name. Check the spelling.")) from None
        return url

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self._kinds(cleaned):
            self.add_error(None, _("Choose at least one event: nothing would be sent."))
        return cleaned

    def values(self):
        """Keyword arguments for the actions."""
        named = {name: self.cleaned_data[name] for name in ("name", "url")}
        return {**named, "kinds": self._kinds(self.cleaned_data)}

    def _kinds(self, cleaned):
        """Everything of a type goes without its parts."""
        found = []
        for kind in self.types:
            chosen = cleaned.get(kind.slug, [])
            found += [every(kind)] if every(kind) in chosen else chosen
        return found
