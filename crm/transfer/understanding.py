"""Rows understood: each cell read as its column says, and what cannot be read told and kept for the record's note."""

from contextlib import contextmanager
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from crm.access.fields import is_custom
from crm.access.teams import active_members
from crm.l10n import state
from crm.lib.text import fold
from crm.records import registry
from crm.records.fields.queries import field_called
from crm.transfer.customs import Reading
from crm.transfer.models import ImportJob
from crm.transfer.taking import Prepared
from crm.transfer.values import LISTS, READERS, Unreadable, as_text, day, is_nothing, line, shown
from crm.ui.fields import assignable

NOTE = "note"  # the field that takes what fits nowhere, where a type has it


class Understanding:
    """How the rows of one import are read: made once for many of them, since it looks up colleagues and choices."""

    def __init__(self, job, mapping, *, member, dates=""):
        self.job, self.member, self.dates = job, member, dates or job.dates
        self.record_type = registry.get(job.record_type)
        self.fields = {field.name: field for field in self.record_type.imported()}
        self.columns = [self.fields.get(name) for name in mapping]
        self.titled = mapping.count(NOTE) > 1  # several columns in one note are told apart by their heads
        self._choices = {each.name: self._choices_of(each) for each in self.columns if each and each.kind == "choice"}
        kinds = {each.kind for each in self.columns if each}
        self._members = _called(assignable(member, job.record_type)) if "member" in kinds else {}
        self._custom = Reading(
            members=_called(active_members().select_related("user")) if "colleague" in kinds else {},
            month_first=self.dates == ImportJob.Dates.MONTH_FIRST,
        )

    def read(self, rows):
        """Prepared, for each (line, cells)."""
        with self._calendar():
            return tuple(self._row(number, cells) for number, cells in rows)

    @contextmanager
    def _calendar(self):
        """Figures of a date are read in the file's calendar; all else as the importer writes it."""
        islamic = self.dates in (ImportJob.Dates.JALALI, ImportJob.Dates.HIJRI)
        calendar = self.dates if islamic else "gregorian"
        with state.using(replace(state.current(), calendar=calendar)):
            yield

    def _row(self, number, cells):
        values, problems, kept = {}, [], []
        for head, field, cell in zip(self.job.heads, self.columns, cells, strict=False):
            if field is None or is_nothing(cell, field.kind):
                continue
            try:
                self._add(values, field, self._value(head, field, cell), problems, kept)
            except Unreadable as error:
                problems.append(str(error))
                kept.append(f"{head}: {as_text(cell)}")
        return Prepared(line=number, values=values, problems=tuple(problems), kept=tuple(kept))

    def _value(self, head, field, cell):
        if is_custom(field.name):
            return self._custom.value(field_called(field.name), cell)
        if field.kind == "choice":
            return self._chosen(field, cell)
        if field.kind == "member":
            return self._member(cell)
        if field.kind == "day":
            return day(cell, month_first=self.dates == ImportJob.Dates.MONTH_FIRST)
        value = READERS[field.kind](cell)
        return f"{head}: {value}" if field.name == NOTE and self.titled else value

    def _add(self, values, field, value, problems, kept):
        """Two columns may fill one field: lists grow, texts are joined, of other values the first stands."""
        if field.kind in LISTS:
            known = values.setdefault(field.name, [])
            known += [item for item in value if item not in known]
        elif field.kind in ("text", "lines"):
            if values.get(field.name):
                value = f"{values[field.name]}{' ' if field.kind == 'text' else chr(10)}{value}"
            values[field.name] = self._cut(field, value, problems, kept)
        else:
            values.setdefault(field.name, value)

    def _cut(self, field, text, problems, kept):
        """A text as long as its field allows; the whole of it goes into the note."""
        if len(text) <= field.longest:
            return text
        told = {"field": field.label, "most": field.longest}
        problems.append(_("“%(field)s” is longer than %(most)s letters and was cut.") % told)
        if field.name != NOTE:
            kept.append(f"{field.label}: {text}")
        return text[: field.longest].rstrip()

    def _choices_of(self, field):
        """{folded label in any language, or value itself: value}"""
        found = {}
        for language in ("en", "ar", "fa"):
            with override(language):
                for value, label in self.record_type.model_class._meta.get_field(field.name).flatchoices:
                    found |= {fold(str(label)): value, fold(str(value)): value}
        return found

    def _chosen(self, field, cell):
        try:
            return self._choices[field.name][fold(line(cell))]
        except KeyError:
            words = {"text": shown(cell), "field": field.label}
            raise Unreadable(_("“%(text)s” is not a choice for “%(field)s”.") % words) from None

    def _member(self, cell):
        try:
            return self._members[fold(line(cell))]
        except KeyError:
            raise Unreadable(
                _("“%(text)s” is not a colleague whom you may give records to.") % {"text": shown(cell)}
            ) from None


def _called(members):
    """{folded name or mail: Member}"""
    return {fold(text): each for each in members for text in (each.name, each.user.email)}
