"""The manager's page: every figure with its name and the address of its rows, in a fixed number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.access.teams import colleagues
from crm.l10n import calendars
from crm.l10n.dates import format_month, today
from crm.l10n.periods import Period
from reports.catalogue.figures import Figure, split, sum_up
from reports.catalogue.measures import MEASURES, NONE, Question
from reports.dashboards.span import Span
from sales.deals.models import Deal
from sales.pipelines.models import LossReason, Stage

MONTHS = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """A figure in words: what it counts, how many, and where its rows are. `share` is 0–100 of the largest."""

    label: Any
    figure: Figure
    url: str
    tone: str = ""
    position: int = 0
    share: int = 0


@dataclass(frozen=True, kw_only=True)
class Source:
    """Requests of one source, and how many of them became sales."""

    label: str
    requests: Line
    won: Line

    @property
    def conversion(self):
        return percent(self.won.figure.count, self.requests.figure.count)


@dataclass(frozen=True, kw_only=True)
class Overview:
    stages: list[Line]
    won: Line
    lost: Line
    requests: Line
    requests_won: Line
    overdue: Line
    no_next_step: Line
    reasons: list[Line] = field(default_factory=list)
    sellers: list[Line] = field(default_factory=list)
    callers: list[Line] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    late: list[Line] = field(default_factory=list)
    forgotten: list[Line] = field(default_factory=list)
    months: list[Source] = field(default_factory=list)

    @property
    def conversion(self):
        return percent(self.requests_won.figure.count, self.requests.figure.count)


def percent(part, whole):
    """Whole percent, or None where there is nothing to compare with."""
    return round(100 * part / whole) if whole else None


def overview(member, span):
    """Everything the page shows for a Span, as far as the member may see."""
    question = Question(member=member, start=span.start, end=span.end)
    figures = {key: split(measure, question) for key, measure in MEASURES.items()}
    people = {str(one.pk): one.name for one in colleagues()} | {NONE: _("Nobody")}
    reasons = {str(one.pk): str(one) for one in LossReason.objects.all()} | {NONE: _("No reason given")}

    def lines(key, names):
        return _lines(MEASURES[key], figures[key], names, span)

    def whole(key):
        return Line(label=MEASURES[key].label, figure=sum_up(figures[key].values()), url=address(key, span))

    return Overview(
        stages=_stages(figures["open"], span),
        **{key: whole(key) for key in ("won", "lost", "requests", "requests_won", "overdue", "no_next_step")},
        reasons=lines("lost", reasons),
        sellers=lines("won", people),
        callers=lines("calls", people),
        sources=_sources(figures, span),
        late=lines("overdue", people),
        forgotten=lines("no_next_step", people),
        months=_months(member),
    )


def address(key, span, choice=None, **more):
    """Where the rows of a figure are."""
    extra = {} if choice is None else {"choice": choice}
    return f"{reverse('reports:rows', args=[key])}?{span.query(**more, **extra)}"


def _lines(measure, figures, names, span):
    """Largest first."""
    most = max((figure.count for figure in figures.values()), default=0)
    found = [
        Line(
            label=names.get(choice, _("Somebody who left")),
            figure=figure,
            url=address(measure.key, span, choice),
            share=percent(figure.count, most) or 0,
        )
        for choice, figure in figures.items()
        if choice is not None
    ]
    return sorted(found, key=lambda line: (-line.figure.count, str(line.label)))


def _stages(figures, span):
    """Open stages in their order, the empty ones too; retired ones only while deals are left in them."""
    stages = Stage.objects.filter(kind=Stage.Kind.OPEN).order_by("pipeline__position", "pipeline_id", "position")
    most = max((figure.count for figure in figures.values()), default=0)
    found = []
    for stage in stages:
        figure = figures.get(str(stage.pk), Figure(choice=str(stage.pk), count=0))
        if figure.count or not stage.retired_at:
            share, url = percent(figure.count, most) or 0, address("open", span, figure.choice)
            found.append(
                Line(label=str(stage), figure=figure, url=url, tone=stage.tone, position=len(found) + 1, share=share)
            )
    return found


def _sources(figures, span):
    found = []
    for requests in _lines(MEASURES["requests"], figures["requests"], _Themselves(), span):
        choice = requests.figure.choice
        won = figures["requests_won"].get(choice, Figure(choice=choice, count=0))
        line = Line(label=requests.label, figure=won, url=address("requests_won", span, choice))
        found.append(Source(label=requests.label, requests=requests, won=line))
    return found


class _Themselves(dict):
    """Sources are their own names."""

    def get(self, choice, default=None):
        return _("Not known") if choice == NONE else choice


def _months(member):
    """Requests of the last months of the reader's calendar, and how many of each month's became sales."""
    first = calendars.add_months(calendars.first_of_month(today()), 1 - MONTHS)
    starts = [calendars.add_months(first, step) for step in range(MONTHS + 1)]
    spans = [Span("", Period(start, end), "") for start, end in zip(starts, starts[1:], strict=False)]
    whole = Question(member=member, start=spans[0].start, end=spans[-1].end)
    which = Case(
        *(When(created_at__lt=one.end, then=Value(str(index))) for index, one in enumerate(spans)),
        output_field=CharField(),
    )
    rows = MEASURES["requests"].rows(whole).order_by().annotate(month=which).values("month")
    counts = {
        row["month"]: row for row in rows.annotate(n=Count("pk"), won=Count("pk", filter=Q(status=Deal.Status.WON)))
    }
    return [_month(one, counts.get(str(index), {"n": 0, "won": 0})) for index, one in enumerate(spans)]


def _month(span, counts):
    label = format_month(span.days.start)
    return Source(
        label=label,
        requests=Line(label=label, figure=Figure(choice=None, count=counts["n"]), url=address("requests", span)),
        won=Line(label=label, figure=Figure(choice=None, count=counts["won"]), url=address("requests_won", span)),
    )
