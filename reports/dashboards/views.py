"""The manager's page, and the rows behind each of its numbers."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from crm.ui.views import MemberView
from reports.catalogue.figures import total
from reports.catalogue.measures import MEASURES, Question
from reports.dashboards.customs import narrowed, own_of
from reports.dashboards.overview import address, overview
from reports.dashboards.rows import choice_name, columns_of, lines_of
from reports.dashboards.span import SpanForm

PER_PAGE = 50


class Dashboard(MemberView):
    """Asks itself again every twenty seconds (htmx), so that it is live without being reloaded."""

    needs = "reports"

    def get(self, request):
        form = SpanForm(request.GET)
        span = form.span()
        context = {"form": form, "span": span, "overview": overview(request.member, span), "now": timezone.now()}
        template = "reports/_figures.html" if request.htmx else "reports/dashboard.html"
        return render(request, template, context)


class Rows(MemberView):
    """Exactly the rows that a figure was counted from, with what was asked and when."""

    needs = "reports"

    def get(self, request, key):
        measure = MEASURES.get(key)
        if measure is None:
            raise Http404
        span, choice = SpanForm(request.GET).span(), request.GET.get("choice")
        if choice is not None and not measure.splits_for(request.member):
            raise Http404
        name = choice_name(measure, choice)
        field, value = narrowed(measure, request.member, request.GET)
        own = None if value is None else (field.key, value)
        question = Question(member=request.member, start=span.start, end=span.end, choice=choice, own=own)
        rows, older = _page(measure.rows(question), request.GET.get("before", ""))
        context = {
            "measure": measure,
            "span": span,
            "choice": name,
            "figure": total(measure, question),
            "columns": columns_of(measure),
            "lines": lines_of(measure, rows, request.member),
            "own": own_of(measure, question, span, field),
            "older": _further(key, span, question, older) if older else "",
            "now": timezone.now(),
        }
        return render(request, "reports/rows.html", context)


def _further(key, span, question, before):
    own = dict(zip(("field", "value"), question.own or (), strict=False))
    return address(key, span, question.choice, before=before, **own).partition("?")[2]


def _page(rows, before):
    """(one page of rows by falling id, the id to go on from or None)"""
    rows = rows.order_by("-pk")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PER_PAGE + 1])
    return found[:PER_PAGE], found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None
