"""What would become of the first rows, found by taking them without storing anything."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy, pgettext

from crm.l10n.dates import format_date
from crm.l10n.numbers import localize_digits
from crm.l10n.state import current
from crm.lib.phones import pretty
from crm.records import registry
from crm.records.fields.queries import field_called
from crm.tenants.models import Member
from crm.transfer.models import ImportJob, ImportRow
from crm.transfer.pieces import batch_of
from crm.transfer.understanding import Understanding
from crm.ui.timeline import custom_words, label_of

SHOWN, COLLEAGUE = 8, "colleague"
Outcome = ImportRow.Outcome


@dataclass(frozen=True)
class Look:
    label: str
    icon: str
    tone: str = ""


LOOKS = {  # how an outcome is said before it has happened
    Outcome.CREATED: Look(gettext_lazy("New"), icon="plus"),
    Outcome.UPDATED: Look(gettext_lazy("Known, gains something"), icon="pencil"),
    Outcome.SKIPPED: Look(gettext_lazy("Known, stays as it is"), icon="circle-dashed"),
    Outcome.FAILED: Look(gettext_lazy("Cannot be imported"), icon="alert-circle", tone="red"),
}


@dataclass(frozen=True)
class Line:
    number: int
    outcome: str
    look: Look
    values: tuple[tuple[str, str], ...]  # (label of the field, text)
    remarks: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...] = ()  # (label of the field, before, after)


@dataclass(frozen=True)
class Preview:
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    looked_at: int  # rows
    counts: tuple[tuple[Look, int], ...]
    with_remarks: int


def preview(job, mapping, *, member, headless=False, **choices):
    """Preview of the first rows, for these choices of repeats, owner, tag and dates; stores nothing."""
    fields = {field.name: field for field in registry.get(job.record_type).imported()}
    names = [name for name in dict.fromkeys(mapping) if name in fields]
    asked = ImportJob(pk=job.pk, record_type=job.record_type, file_name=job.file_name, heads=job.heads, **choices)
    asked.created_by = member
    rows = Understanding(asked, mapping, member=member).read(job.first_rows(headless=headless))
    taken = registry.get(job.record_type).resolve("importer")(batch_of(asked, rows, dry=True))
    shown = [fields[name] for name in names]
    lines = tuple(_line(row, one, shown, asked.record_type) for row, one in zip(rows, taken, strict=True))
    return Preview(
        labels=tuple(str(fields[name].label) for name in names),
        lines=lines[:SHOWN],
        looked_at=len(lines),
        counts=tuple((look, sum(line.outcome == outcome for line in lines)) for outcome, look in LOOKS.items()),
        with_remarks=sum(bool(line.remarks) for line in lines),
    )


def _line(row, taken, fields, key):
    values = tuple((str(each.label), _value(each.name, row.values.get(each.name), each.kind)) for each in fields)
    remarks = tuple(filter(None, [taken.reason, *row.problems]))
    kinds = {field.name: field.kind for field in fields}
    changes = tuple(
        (label_of(registry.get(key), name), *(_value(name, value, kinds.get(name, "text")) for value in pair))
        for name, pair in taken.changes.items()
    )
    return Line(row.line, taken.outcome, LOOKS[taken.outcome], values, remarks, changes)


def _value(name, value, kind):
    field = field_called(name)
    if field is None or value is None:
        return _shown(value, kind)
    return custom_words(
        field, Member.objects.get(pk=value).name if isinstance(value, int) and kind == COLLEAGUE else value
    )


def _shown(value, kind):
    if not value:
        return ""
    if kind == "phone":
        numbers = [value] if isinstance(value, str) else value
        return _listed(localize_digits(pretty(number, current().phone_region)) for number in numbers)
    if kind == "day":
        return format_date(value if isinstance(value, date) else date.fromisoformat(value), "medium")
    return _listed(value) if isinstance(value, list) else str(value)


def _listed(texts):
    return str(pgettext("between the items of a list", ", ")).join(texts)
