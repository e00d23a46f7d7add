"""How the first rows will be understood, before anything is stored."""

from dataclasses import dataclass

from crm.l10n.dates import format_date
from crm.lib.phones import pretty
from crm.records import registry
from crm.transfer.queries import kinds_of
from crm.transfer.reading import open_table
from crm.transfer.values import prepare

SHOWN = 8


@dataclass(frozen=True)
class Line:
    number: int
    cells: tuple[str, ...]
    problems: tuple[str, ...]


def preview(job, mapping):
    """(labels of the filled fields, [Line]) for the first rows that hold anything."""
    kinds = kinds_of(job.record_type)
    names = list(dict.fromkeys(filter(None, mapping)))
    labels = [f.label for name in names for f in registry.get(job.record_type).import_fields if f.name == name]
    lines = []
    for number, cells in open_table(job.file, job.file_name).rows(after=job.head_line):
        row = prepare(number, cells, job.heads, mapping, kinds)
        if row.values or row.problems:
            shown = tuple(_shown(row.values.get(name, ""), kinds[name]) for name in names)
            lines.append(Line(number, shown, row.problems))
        if len(lines) == SHOWN:
            break
    return labels, lines


def _shown(value, kind):
    if not value:
        return ""
    if kind == "phone":
        return ", ".join(pretty(number) for number in value)
    if kind == "day":
        return format_date(value)
    return ", ".join(value) if isinstance(value, list) else str(value)
