"""Every number on the manager's page is counted from exactly the rows that its link opens."""

import re
from dataclasses import fields

import pytest
from django.http import QueryDict

from crm.tenants.scope import tenant_scope
from reports.catalogue.figures import split, sum_up, total
from reports.catalogue.measures import MEASURES, Question
from reports.dashboards.overview import Line, Overview, Source, overview
from reports.dashboards.span import SpanForm
from tests.conftest import out_of_scope


def this_month():
    return SpanForm(QueryDict("period=this_month")).span()


def question(member):
    span = this_month()
    return Question(member=member, start=span.start, end=span.end)


def lines_on(page):
    """Every Line anywhere on the page."""
    for field in fields(Overview):
        values = getattr(page, field.name)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, Line):
                yield value
            elif isinstance(value, Source):
                yield from (value.requests, value.won)


@pytest.mark.parametrize("who", ["owner", "manager", "reader"])
def test_every_number_opens_its_rows(busy, who, request, client_for):
    member = request.getfixturevalue(who)
    client = client_for(member)
    lines = list(lines_on(overview(member, this_month())))
    assert len(lines) > 20
    for line in lines:
        page = client.get(line.url)
        assert page.context["figure"].count == line.figure.count == len(page.context["lines"]), line.url
        if line.figure.worth:
            assert page.context["figure"].worth == line.figure.worth, line.url


@pytest.mark.parametrize("key", MEASURES)
def test_the_parts_make_the_whole(busy, manager, key):
    measure = MEASURES[key]
    parts, whole = split(measure, question(manager)), total(measure, question(manager))
    together = sum_up(parts.values())
    assert (together.count, together.worth) == (whole.count, whole.worth)
    assert whole.count == measure.rows(question(manager)).count()


@pytest.mark.parametrize("key", MEASURES)
def test_a_part_is_its_rows(busy, manager, key):
    measure = MEASURES[key]
    for choice, figure in split(measure, question(manager)).items():
        rows = measure.rows(measure.about(question(manager), choice))
        assert rows.count() == figure.count
        if measure.is_sum:
            assert sum(row.amount_minor for row in rows) == sum(figure.worth.values())


def test_currencies_are_never_added_together(busy, manager):
    assert set(total(MEASURES["open"], question(manager)).worth) == {"GBP", "USD"}


def test_a_rep_counts_only_their_own(busy, rep, manager):
    mine, ours = (total(MEASURES["requests"], question(who)).count for who in (rep, manager))
    assert (mine, ours) == (6, 12)


def test_another_firm_counts_nothing(busy, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert {total(measure, question(outsider)).count for measure in MEASURES.values()} == {0}


def test_the_page_asks_a_fixed_number_of_questions(busy, manager, client_for, django_assert_max_num_queries):
    client = client_for(manager)
    client.get("/reports/")
    with django_assert_max_num_queries(24):
        client.get("/reports/")


def test_the_fragment_is_what_refreshes_itself(busy, manager, client_for):
    page = client_for(manager).get("/reports/", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="figures"')
    assert re.search(r'hx-trigger="every \d+s"', page)


def test_won_deals_show_when_they_were_won(busy, manager, client_for):
    page = client_for(manager).get("/reports/won/?period=this_month")
    assert page.context["columns"][-1] == "Closed"
    assert page.context["lines"]
    assert all(line.at == line.row.closed_at for line in page.context["lines"])
