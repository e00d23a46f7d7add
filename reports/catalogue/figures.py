"""From a measure's rows to its figures: one query a measure, whatever the number of figures."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum

from reports.catalogue.measures import NONE


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: how many rows, and what they are worth in each currency (minor units)."""

    choice: str | None  # what Question.choice must be to get exactly these rows; None for the total
    count: int
    worth: dict[str, int] = field(default_factory=dict)


def total(measure, question):
    """The figure of all rows of the question."""
    return _fold(None, _grouped(measure, question, ()))


def split(measure, question):
    """{choice: Figure} by the measure's column, for the values that have rows."""
    groups = defaultdict(list)
    for row in _grouped(measure, question, (measure.by,)):
        groups[_choice(row[measure.by])].append(row)
    return {choice: _fold(choice, rows) for choice, rows in groups.items()}


def sum_up(figures):
    """The total of figures that do not overlap."""
    worth = defaultdict(int)
    for figure in figures:
        for currency, minor in figure.worth.items():
            worth[currency] += minor
    return Figure(choice=None, count=sum(figure.count for figure in figures), worth=dict(worth))


def _choice(value: Any):
    return NONE if value in (None, "") else str(value)


def _grouped(measure, question, columns):
    if measure.is_sum:
        rows = measure.rows(question).order_by().values(*columns, "currency")
        return rows.annotate(count=Count("pk"), minor=Sum("amount_minor"))
    return (
        measure.rows(question).order_by().values(*columns).annotate(count=Count("pk"))
        if columns
        else [{"count": measure.rows(question).count()}]
    )


def _fold(choice, rows):
    worth = defaultdict(int)
    count = 0
    for row in rows:
        count += row["count"]
        if "currency" in row:
            worth[row["currency"]] += int(row["minor"] or 0)
    return Figure(choice=choice, count=count, worth=dict(worth))
