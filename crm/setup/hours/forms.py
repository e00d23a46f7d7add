from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.l10n import dates
from crm.l10n.calendar_names import WEEKDAYS
from crm.l10n.fields import DateField, DateTimeField, NumberField
from crm.l10n.forms import NamedForm
from crm.l10n.recurrence import Anniversary
from crm.l10n.state import current
from crm.setup.workspaces import choices
from crm.worktime.windows import DAY, format_windows, parse_windows

LONGEST_HOLIDAY = 30
UNITS = {"minutes": 1, "hours": 60, "days": 0}


class WindowsField(forms.CharField):
    """The hours of a day as text; a list of [from, to] minutes."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}), **kwargs)

    def to_python(self, value):
        return parse_windows(super().to_python(value))

    def prepare_value(self, value):
        return format_windows(value) if isinstance(value, list) else value


class DayField(DateField):
    """A date, or a day of every year: 10/3/2027, 1 Shawwal."""

    def read(self, text):
        try:
            return dates.parse_anniversary(text)
        except forms.ValidationError as error:
            if error.code == "no_such_date":
                raise
        return super().read(text)

    def show(self, value):
        return dates.format_anniversary(value) if isinstance(value, Anniversary) else super().show(value)


class WeekForm(forms.Form):
    """Seven fields, day-0 (Monday) to day-6, shown from the first day of the workspace's week."""

    def __init__(self, *args, team=None, **kwargs):
        super().__init__(*args, **kwargs)
        start = current().week_start
        for day in ((start + step) % 7 for step in range(7)):
            name = WEEKDAYS[current().language][day]
            self.fields[f"day-{day}"] = WindowsField(label=name, required=False)
            self.fields[f"day-{day}"].widget.attrs["placeholder"] = _("Closed all day")
        if team:
            self.fields["time_zone"] = forms.ChoiceField(
                label=_("Time zone"), required=False, widget=forms.Select(attrs={"data-select": True}),
                choices=lambda: [("", _("The workspace’s")), *choices.time_zone_choices()],
            )  # fmt: skip
            self.fields["shares_holidays"] = forms.BooleanField(
                label=_("The workspace’s holidays hold for this team too"), required=False
            )

    def days(self):
        """(field, its windows as (from, length) minutes of the day, for the bar beside it)."""
        for name in self.fields:
            if name.startswith("day-"):
                windows = self.initial.get(name) or []
                yield self[name], [(start, min(end, DAY) - start) for start, end in windows]

    def more(self):
        return [self[name] for name in self.fields if not name.startswith("day-")]

    def values(self):
        """What worktime.actions.set_hours takes."""
        cleaned = self.cleaned_data
        week = [cleaned[f"day-{day}"] for day in range(7)]
        return {"week": week, **{name: cleaned[name] for name in ("time_zone", "shares_holidays") if name in cleaned}}


class HolidayForm(NamedForm):
    starts = DayField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("A date, or a day and a month of any calendar for every year."),
    )
    days = NumberField(
        label=gettext_lazy("Length in days"), decimals=0, min_value=1, max_value=LONGEST_HOLIDAY, initial=1
    )
    sighted = forms.BooleanField(
        label=gettext_lazy("Waits for the moon: provisional until it is confirmed"), required=False
    )


class SightingForm(forms.Form):
    """The real first day of a holiday that was calculated for another, or the same."""

    calculated = forms.DateField(widget=forms.HiddenInput)
    real = DateField(label=gettext_lazy("First day"))

    def clean(self):
        values = super().clean()
        calculated, real = values.get("calculated"), values.get("real")
        if calculated and real and abs(real - calculated) > timedelta(days=7):
            raise forms.ValidationError({"real": _("This is more than a week from the calculated day.")})
        return values


class SeasonForm(NamedForm):
    first = DateField(label=gettext_lazy("First day"))
    last = DateField(label=gettext_lazy("Last day"))
    windows = WindowsField(label=gettext_lazy("Hours of working days"))
    wide = ("name", "windows")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["windows"].widget.attrs["placeholder"] = format_windows([[600, 960]])  # how hours are written

    def clean(self):
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            raise forms.ValidationError({"last": _("The last day comes before the first.")})
        return values


class TrialForm(forms.Form):
    """How far so much working time reaches."""

    since = DateTimeField(label=gettext_lazy("From"))
    amount = NumberField(label=gettext_lazy("Working time"), decimals=0, min_value=0, max_value=999)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[
            ("minutes", gettext_lazy("minutes")), ("hours", gettext_lazy("hours")), ("days", gettext_lazy("days")),
        ],
    )  # fmt: skip


def next_ramadan():
    """(first, last) date of the coming Ramadan by Umm al-Qura; of the one that is on, while it is."""
    start, after = Anniversary("hijri", 9, 1), Anniversary("hijri", 10, 1)
    end = after.on_or_after(timezone.localdate() + timedelta(days=1))
    return start.on_or_before(end), end - timedelta(days=1)
