"""What is asked before a list becomes a file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.l10n.numbers import localize_digits
from crm.transfer.models import Export

SHOWN, ALL = "shown", "all"


class ExportForm(forms.Form):
    """Which columns, and what kind of file. `columns()` gives the columns that were chosen."""

    which = forms.ChoiceField(label=gettext_lazy("Columns"), widget=forms.RadioSelect, initial=SHOWN)
    kind = forms.ChoiceField(
        label=gettext_lazy("File"), choices=Export.Kind.choices, widget=forms.RadioSelect, initial=Export.Kind.XLSX,
        help_text=gettext_lazy("A text that a spreadsheet would run as a formula stays a text."),
    )  # fmt: skip

    wide = ("which", "kind")

    def __init__(self, *args, listing, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {SHOWN: listing.columns, ALL: listing.record_type.offered(listing.member)}
        words = {SHOWN: _("Those that the list shows (%(count)s)"), ALL: _("All columns (%(count)s)")}
        self.fields["which"].choices = [
            (name, words[name] % {"count": localize_digits(str(len(columns)))})
            for name, columns in self.offered.items()
        ]

    def columns(self):
        return self.offered[self.cleaned_data["which"]]
