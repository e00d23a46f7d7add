"""The file, and what its columns mean."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from crm.access.policy import can
from crm.access.teams import active_members
from crm.records import registry
from crm.transfer.guessing import repeated
from crm.transfer.models import ImportJob
from crm.transfer.queries import importable_types

MANY = {"text", "phone", "email", "tags"}  # kinds that several columns may fill together
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")


class UploadForm(forms.Form):
    record_type = forms.ChoiceField(label=_("What does the file hold?"))
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or a spreadsheet, in any encoding, with any digits and calendar.")
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
            most = filesizeformat(settings.IMPORT_LARGEST)
            raise ValidationError(
                _("The file is larger than %(most)s. Split it and import the parts.") % {"most": most}
            )
        return file


class MappingForm(forms.Form):
    """One choice a column, and what to do with people who are already here."""

    repeats = forms.ChoiceField(
        label=_("Those who are already here"), choices=ImportJob.Repeats, widget=forms.RadioSelect
    )
    owner = forms.ModelChoiceField(label=_("Owner of the new records"), queryset=None)
    tag = forms.CharField(label=_("Tag them all with"), required=False, max_length=60)

    def __init__(self, *args, job, member, **kwargs):
        initial = {"repeats": job.repeats, "owner": job.owner_id, "tag": job.tag}
        super().__init__(*args, initial=initial, **kwargs)
        self.job, self.kind = job, registry.get(job.record_type)
        choices = [("", _("Leave out")), *((field.name, field.label) for field in self.kind.import_fields)]
        for index, head in enumerate(job.heads):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=str(head), choices=choices, required=False, initial=job.mapping[index]
            )
        members = active_members()
        self.fields["owner"].queryset = (
            members if can(member, self.kind.right("assign")) else members.filter(pk=member.pk)
        )

    def columns(self):
        return [self[f"column_{index}"] for index in range(len(self.job.heads))]

    def mapping(self):
        """The chosen field of each column, also of a form that is not valid as a whole."""
        data = self.data if self.is_bound else {}
        names = {field.name for field in self.kind.import_fields}
        chosen = [data.get(f"column_{i}", self.job.mapping[i]) for i in range(len(self.job.heads))]
        return [name if name in names else "" for name in chosen]

    def clean(self):
        values = super().clean()
        mapping, fields = self.mapping(), {field.name: field for field in self.kind.import_fields}
        if not any(mapping):
            raise ValidationError(_("Choose what at least one column means."))
        twice = [fields[name] for name in repeated(mapping) if fields[name].kind not in MANY]
        if twice:
            names = ", ".join(str(field.label) for field in twice)
            raise ValidationError(_("Only one column can be: %(names)s.") % {"names": names})
        if missing := [field for field in fields.values() if field.required and field.name not in mapping]:
            names = ", ".join(str(field.label) for field in missing)
            raise ValidationError(_("Choose a column for: %(names)s.") % {"names": names})
        return values
