"""The file, and what its columns mean."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from crm.access.fields import closed_fields
from crm.access.policy import scope_of
from crm.records import registry
from crm.transfer.guessing import knows_any, repeated
from crm.transfer.models import ImportJob
from crm.transfer.queries import importable_types
from crm.transfer.values import as_text, is_nothing
from crm.ui.fields import LONGEST_TAG, MemberField, assignable

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
EXAMPLES, LONGEST_EXAMPLE = 3, 40


class UploadForm(forms.Form):
    record_type = forms.ChoiceField(label=_("What does the file hold?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or a spreadsheet, in any encoding, with any digits and calendar."),
        allow_empty_file=True,  # told in our own words
        max_length=255,
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record_type"].choices = [(kind.key, kind.label_plural) for kind in importable_types(member)]
        self.fields["file"].widget.attrs["accept"] = ",".join(ENDINGS)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError(_("Choose a CSV file or a spreadsheet (.csv, .xlsx, .xls, .ods)."))
        if file.size > settings.IMPORT_LARGEST:
            most = {"most": filesizeformat(settings.IMPORT_LARGEST)}
            raise ValidationError(_("The file is larger than %(most)s. Split it and import the parts.") % most)
        return file


@dataclass(frozen=True)
class FileColumn:
    """A column of the file beside the choice of what it means."""

    choice: BoundField
    head: str
    examples: tuple[str, ...]


class MappingForm(forms.Form):
    """One choice a column, and what to do with people who are already here."""

    repeats = forms.ChoiceField(
        label=_("Those who are already here"),
        help_text=_("Numbers, addresses and tags are always added to those who are here, and never taken away."),
        choices=ImportJob.Repeats,
        widget=forms.RadioSelect,
    )
    owner = MemberField(label=_("Owner of the new records"))
    tag = forms.CharField(label=_("Tag them all with"), required=False, max_length=LONGEST_TAG)
    dates = forms.ChoiceField(
        label=_("Dates in the file"),
        help_text=_("For dates written in figures. Real dates of a spreadsheet need no calendar."),
        choices=ImportJob.Dates,
    )

    headless = forms.BooleanField(
        label=_("The columns have no names: the first row is one like the others"), required=False
    )

    def __init__(self, *args, job, member, **kwargs):
        headless = not knows_any(job.heads, registry.get(job.record_type).imported())
        initial = {
            "repeats": job.repeats, "owner": member, "tag": job.tag, "dates": job.dates, "headless": headless,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.job, self.member, self.kind = job, member, registry.get(job.record_type)
        self.known = {field.name: field for field in self.kind.imported()}
        choices = [("", _("Leave out")), *((name, field.label) for name, field in self._offered())]
        for index, head in enumerate(job.heads):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=str(head), choices=choices, required=False, initial=job.mapping[index]
            )
        self.fields["owner"].offer(assignable(member, job.record_type))
        if not any(field.kind == "day" for field in self.known.values()):
            del self.fields["dates"]
        if not job.head_line:
            del self.fields["headless"]

    def _offered(self):
        """Without a right to give records away, the file may not say whose they are; nor fill a field that the role
        closes."""
        may_assign = scope_of(self.member, self.kind.key, "assign") != "none"
        closed = closed_fields(self.member, self.kind.key)
        offered = [(name, field) for name, field in self.known.items() if name not in closed]
        return [(name, field) for name, field in offered if may_assign or field.kind != "member"]

    def columns(self):
        return [
            FileColumn(choice=self[f"column_{index}"], head=head, examples=self._examples(index))
            for index, head in enumerate(self.job.heads)
        ]

    def _examples(self, index):
        cells = (cells[index] for _line, cells in self.job.sample if index < len(cells))
        texts = dict.fromkeys(" ".join(as_text(cell).split()) for cell in cells if not is_nothing(cell))
        return tuple(
            text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…" for text in list(texts)[:EXAMPLES]
        )

    def mapping(self):
        """The chosen field of each column, also of a form that is not valid as a whole."""
        data = self.data if self.is_bound else {}
        offered = {name for name, _field in self._offered()}
        chosen = [data.get(f"column_{i}", self.job.mapping[i]) for i in range(len(self.job.heads))]
        return [name if name in offered else "" for name in chosen]

    def choices(self):
        """The other choices as they stand, for a preview: of a form that is not valid, what is valid of it."""
        cleaned = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return {
            "repeats": cleaned.get("repeats") or self.job.repeats,
            "owner": cleaned.get("owner") or self.member,
            "tag": cleaned.get("tag", ""),
            "dates": cleaned.get("dates") or self.job.dates,
            "headless": cleaned.get("headless", False) if self.is_bound else self.initial["headless"],
        }

    def clean(self):
        values, mapping = super().clean(), self.mapping()
        twice = repeated(mapping, self.kind.imported())
        if twice:
            self.add_error(None, _("Only one column can be: %(names)s.") % {"names": _names(twice)})
        for index, field in enumerate(map(self.known.get, mapping)):
            if field in twice:
                self.add_error(f"column_{index}", _("Only one column can be: %(names)s.") % {"names": field.label})
        if complaint := self._missing(mapping):
            self.add_error(None, complaint)
        return values

    def _missing(self, mapping):
        """What no column says and one must, or ""."""
        if not any(mapping):
            return _("Choose what at least one column means.")
        if missing := [field for field in self.known.values() if field.required and field.name not in mapping]:
            return _("Choose a column for: %(names)s.") % {"names": _names(missing)}
        telling = [field for field in self.known.values() if field.tells]
        if telling and not any(field.name in mapping for field in telling):
            return _("Choose a column for one of these: %(names)s.") % {"names": _names(telling)}
        return ""


def _names(fields):
    return str(pgettext("between the items of a list", ", ")).join(str(field.label) for field in fields)
