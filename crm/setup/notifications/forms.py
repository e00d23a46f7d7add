from datetime import time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.access.policy import can
from crm.l10n.dates import format_time
from crm.l10n.state import current
from crm.lib.door import DoorClosed, checked
from crm.lib.vapid import is_point, to_bytes
from crm.notify.channels import CHANNELS, offered
from crm.notify.kinds import KINDS
from crm.notify.preferences import goes_by
from crm.setup.workspaces.forms import WEEKDAYS

AUTH_BYTES = 16  # RFC 8291, 3.2
CLOCK = [time(minutes // 60, minutes % 60) for minutes in range(0, 24 * 60, 30)]


class TimeChoice(forms.TypedChoiceField):
    """A half-hour of the day, or nothing. The value is a datetime.time or None."""

    def __init__(self, **kwargs):
        super().__init__(coerce=time.fromisoformat, empty_value=None, required=False, **kwargs)

    def offer(self, nothing, words="%(time)s"):
        """What the empty choice says, and how each time reads."""
        times = [(each.isoformat("minutes"), words % {"time": format_time(each)}) for each in CLOCK]
        self.choices = [("", nothing), *times]

    def prepare_value(self, value):
        return value.isoformat("minutes") if isinstance(value, time) else value


class NotificationsForm(forms.Form):
    """By which channels each kind reaches the member, and when they want quiet."""

    wanted = forms.MultipleChoiceField(required=False)
    quiet_from = TimeChoice(label=gettext_lazy("Quiet from"))
    quiet_to = TimeChoice(label=gettext_lazy("Quiet until"))
    quiet_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Quiet all day on"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    digest_at = TimeChoice(label=gettext_lazy("Mails"))

    def __init__(self, *args, member, preference, **kwargs):
        self.preference = preference
        self.kinds = {key: kind for key, kind in KINDS.items() if not kind.needs or can(member, kind.needs)}
        self.ways = offered()
        super().__init__(*args, initial=self._initial(), **kwargs)
        self.fields["wanted"].choices = [(f"{key}:{way}", "") for key in self.kinds for way in self.ways]
        self.fields["quiet_from"].offer(_("No quiet hours"))
        self.fields["quiet_to"].offer(_("No quiet hours"))
        self.fields["digest_at"].offer(_("One for each, at once"), _("One a day, at %(time)s"))
        days = dict(WEEKDAYS)
        first = current().week_start
        self.fields["quiet_days"].choices = [((first + n) % 7, days[(first + n) % 7]) for n in range(7)]

    def _initial(self):
        chosen = self.preference
        wanted = [f"{key}:{way}" for key in self.kinds for way in self.ways if goes_by(chosen, key, way)]
        names = ("quiet_from", "quiet_to", "quiet_days", "digest_at")
        return {"wanted": wanted, **{name: getattr(chosen, name) for name in names}}

    def clean(self):
        values = super().clean()
        start, end = values.get("quiet_from"), values.get("quiet_to")
        if (start is None) != (end is None):
            missing = "quiet_to" if start else "quiet_from"
            self.add_error(missing, ValidationError(_("Say both when quiet begins and when it ends.")))
        elif start is not None and start == end:
            self.add_error("quiet_to", ValidationError(_("Choose two different times.")))
        if len(values.get("quiet_days", ())) == 7:
            text = _("Leave a day for mails, or take them off in the table above.")
            self.add_error("quiet_days", ValidationError(text))
        return values

    def choices(self):
        """What crm.notify.preferences.choose takes. Kinds and ways that the form does not show stay."""
        values = dict(self.cleaned_data)
        wanted = {tuple(each.split(":")) for each in values.pop("wanted")}
        shown = {(key, way) for key in self.kinds for way in self.ways}
        hidden = {(key, way) for key in KINDS for way in CHANNELS} - shown
        return {"wanted": wanted | {each for each in hidden if goes_by(self.preference, *each)}, **values}

    def groups(self):
        """[(title, [(kind's key, kind, [(channel's key, value, whether it is ticked)])])] of the table."""
        ticked, groups = set(self["wanted"].value() or ()), {}
        for key, kind in self.kinds.items():
            ways = [(way, f"{key}:{way}", f"{key}:{way}" in ticked) for way in self.ways]
            groups.setdefault(str(kind.group), []).append((key, kind, ways))
        return list(groups.items())


class DeviceForm(forms.Form):
    """What a browser says when it lets itself be woken (W3C PushSubscription); static/js/push.js sends it."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self):
        try:
            checked(self.cleaned_data["endpoint"], inside=settings.PUSH_INSIDE)
        except DoorClosed as closed:
            raise ValidationError(_("This browser’s address cannot be used.")) from closed
        return self.cleaned_data["endpoint"]

    def clean_p256dh(self):
        if not is_point(self.cleaned_data["p256dh"]):
            raise ValidationError(_("This browser’s key cannot be used."))
        return self.cleaned_data["p256dh"]

    def clean_auth(self):
        try:
            secret = to_bytes(self.cleaned_data["auth"])
        except ValueError:
            secret = b""
        if len(secret) != AUTH_BYTES:
            raise ValidationError(_("This browser’s key cannot be used."))
        return self.cleaned_data["auth"]
