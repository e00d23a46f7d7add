"""From a measure's rows to its figures: one query a measure, whatever the number of figures."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum
from django.db.models.fields.json import KeyTextTransform

from crm.access.fields import hides
from reports.catalogue.measures import NONE


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: how many rows, and what they are worth in each currency (minor units)."""

    choice: str | None  # what Question.choice must be to get exactly these rows; None for the total
    count: int
    worth: dict[str, int] = field(default_factory=dict)


def total(measure, question):
    """The figure of all rows of the question."""
    return _fold(None, _grouped(measure, question, measure.rows(question)))


def split(measure, question):
    """{choice: Figure} by the measure's column, for the values that have rows; the total alone, under None, for whom
    the column is hidden."""
    if not measure.splits_for(question.member):
        return {None: total(measure, question)}
    return _parts(measure.by, _grouped(measure, question, measure.rows(question), measure.by))


def split_own(measure, question, field):
    """{value as text: Figure} by one of the workspace's own fields that has one value, NONE for rows without any."""
    rows = measure.rows(question).annotate(said=KeyTextTransform(field.key, "custom"))
    return _parts("said", _grouped(measure, question, rows, "said"))


def _parts(column, rows):
    groups = defaultdict(list)
    for row in rows:
        groups[_choice(row[column])].append(row)
    return {choice: _fold(choice, found) for choice, found in groups.items()}


def sum_up(figures):
    """The total of figures that do not overlap."""
    worth = defaultdict(int)
    for figure in figures:
        for currency, minor in figure.worth.items():
            worth[currency] += minor
    return Figure(choice=None, count=sum(figure.count for figure in figures), worth=dict(worth))


def _choice(value: Any):
    return NONE if value in (None, "") else str(value)


def _grouped(measure, question, rows, *columns):
    rows = rows.order_by()
    if measure.is_sum and not hides(question.member, measure.record_key, "amount_minor"):
        return rows.values(*columns, "currency").annotate(count=Count("pk"), minor=Sum("amount_minor"))
    return rows.values(*columns).annotate(count=Count("pk")) if columns else [{"count": rows.count()}]


def _fold(choice, rows):
    worth = defaultdict(int)
    count = 0
    for row in rows:
        count += row["count"]
        if "currency" in row:
            worth[row["currency"]] += int(row["minor"] or 0)
    return Figure(choice=choice, count=count, worth=dict(worth))
