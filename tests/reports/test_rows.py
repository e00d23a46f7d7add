"""The rows behind a figure: what may be asked, what is shown, who sees it, and how one goes on."""

import pytest
from django.utils import timezone
from django.utils.html import escape

from crm.activities.actions import complete, plan
from crm.activities.conversations import log_call
from crm.records.actions import assign, delete
from crm.tenants.scope import tenant_scope
from reports.catalogue.figures import split, total
from reports.catalogue.measures import MEASURES
from reports.dashboards import views
from reports.dashboards.overview import overview
from reports.dashboards.rows import lines_of
from sales.deals.actions import lose, win
from sales.deals.models import Deal
from sales.pipelines.actions import add_loss_reason, retire_stage
from sales.pipelines.models import LossReason, Stage
from tests import make
from tests.conftest import out_of_scope
from tests.reports.test_parity import lines_on, question, this_month

HUGE = "9" * 40


def late_task(record, by, assignee=None):
    at = timezone.now() - timezone.timedelta(hours=2)
    return plan(subject="Call back", due_at=at, record=record, assignee=assignee, by=by)


@pytest.mark.parametrize("key", ["open", "won", "lost", "calls", "overdue"])
@pytest.mark.parametrize("choice", ["abc", "-1", "1.5", HUGE, "9" * 5000, "٣x", "²", "\0"])
def test_a_choice_that_nobody_gave_is_not_found(busy, manager, client_for, key, choice):
    assert client_for(manager).get(f"/reports/{key}/", {"choice": choice}).status_code == 404


@pytest.mark.parametrize("choice", ["A fair", "9" * 5000])
def test_a_source_that_no_request_has_is_no_rows(busy, manager, client_for, choice):
    page = client_for(manager).get("/reports/requests/", {"choice": choice})
    assert page.status_code == 200
    assert page.context["figure"].count == len(page.context["lines"]) == 0


@pytest.mark.parametrize("before", ["x", "-4", "²", "0", "\0", HUGE, "9" * 5000])
def test_a_place_that_cannot_be_breaks_nothing(busy, manager, client_for, before):
    assert client_for(manager).get("/reports/requests/", {"before": before}).status_code == 200


def test_a_source_that_cannot_be_is_not_found(busy, manager, client_for):
    assert client_for(manager).get("/reports/requests/", {"choice": "\0"}).status_code == 404


def test_a_measure_that_is_not_there_is_not_found(manager, pipeline, client_for):
    assert client_for(manager).get("/reports/profit/").status_code == 404


@pytest.mark.parametrize(("key", "names"), [("open", Stage), ("lost", LossReason)])
def test_what_another_firm_has_is_not_found(busy, manager, outsider, client_for, key, names):
    with out_of_scope(), tenant_scope(outsider.tenant):
        make.pipeline(by=outsider)
        foreign = names.objects.first().pk
    assert client_for(manager).get(f"/reports/{key}/", {"choice": foreign}).status_code == 404


def test_a_colleague_who_left_keeps_the_figure_and_is_not_named(busy, other_rep, owner, client_for):
    other_rep.active = False
    other_rep.save()
    line = next(one for one in overview(owner, this_month()).callers if one.figure.choice == str(other_rep.pk))
    assert line.label == "Somebody who left"
    page = client_for(owner).get(line.url)
    assert page.context["choice"] == "Somebody who left"
    assert page.context["figure"].count == line.figure.count == 6


def test_a_source_called_none_is_not_the_lack_of_one(pipeline, owner, client_for):
    make.deal(by=owner, source="none")
    win(make.deal(by=owner, source="none"), by=owner)
    make.deal(by=owner, source="")
    sources = {source.label: source for source in overview(owner, this_month()).sources}
    assert {name: one.requests.figure.count for name, one in sources.items()} == {"none": 2, "Not known": 1}
    assert sources["none"].conversion == 50
    client = client_for(owner)
    for source in sources.values():
        page = client.get(source.requests.url)
        assert page.context["figure"].count == source.requests.figure.count == len(page.context["lines"])


@pytest.mark.parametrize("source", ["A & B", "50% off", "#1?", "معرض الرياض", "a+b", "\u200fنمایشگاه", '"<b>"'])
def test_a_source_of_any_letters_leads_to_its_rows(pipeline, owner, client_for, source):
    make.deal(by=owner, source=source)
    make.deal(by=owner, source="Website")
    line = next(one for one in overview(owner, this_month()).sources if one.label == source)
    page = client_for(owner).get(line.requests.url)
    assert page.context["choice"] == source
    assert page.context["figure"].count == 1
    assert escape(source) in page.content.decode()


def test_a_retired_stage_is_shown_while_deals_stand_in_it(pipeline, owner):
    stage = pipeline.stages.get(key="payment")
    deal = make.deal(by=owner, stage="payment")
    Stage.objects.filter(pk=stage.pk).update(retired_at=timezone.now())
    assert str(stage.pk) in {line.figure.choice for line in overview(owner, this_month()).stages}
    delete(deal, by=owner)
    assert str(stage.pk) not in {line.figure.choice for line in overview(owner, this_month()).stages}


def test_empty_stages_stand_in_their_order(pipeline, owner):
    retire_stage(pipeline.stages.get(key="measurement"), by=owner)
    stages = overview(owner, this_month()).stages
    assert [line.label for line in stages] == ["First call", "Approval", "Payment", "Installation"]
    assert [(line.position, line.figure.count, line.share) for line in stages] == [(n, 0, 0) for n in range(1, 5)]


def test_an_empty_workspace_has_a_page(owner, client_for):
    page = client_for(owner).get("/reports/")
    assert page.status_code == 200
    shown = page.context["overview"]
    assert shown.stages == shown.sellers == shown.sources == []
    assert shown.conversion is None
    assert {line.figure.count for line in lines_on(shown)} == {0}
    for line in lines_on(shown):
        assert client_for(owner).get(line.url).context["lines"] == []


def test_deleted_deals_are_counted_nowhere(busy, owner):
    for deal in busy:
        delete(Deal.objects.get(pk=deal.pk), by=owner)
    deals = [key for key, measure in MEASURES.items() if measure.record_key == "deal"]
    assert {total(MEASURES[key], question(owner)).count for key in deals} == {0}


def test_a_late_task_leads_nowhere_once_its_deal_is_deleted_and_then_leaves_with_it(
    pipeline, rep, owner, client_for, run_due
):
    deal = make.deal(by=rep, title="Villa of Noura")
    late_task(deal, rep)
    delete(deal, by=rep)
    page = client_for(owner).get("/reports/overdue/")
    assert page.context["figure"].count == len(page.context["lines"]) == 1
    assert "Villa of Noura" not in page.content.decode()
    assert page.context["lines"][0].url == ""
    run_due()
    assert client_for(owner).get("/reports/overdue/").context["figure"].count == 0


def test_a_task_that_hangs_on_nothing_is_a_row(pipeline, rep, owner, client_for):
    late_task(None, rep)
    page = client_for(owner).get("/reports/overdue/")
    assert [(line.url, line.title) for line in page.context["lines"]] == [("", "—")]


def test_a_task_done_is_late_no_more(pipeline, rep, owner):
    task = late_task(make.deal(by=rep), rep)
    assert total(MEASURES["overdue"], question(owner)).count == 1
    complete(task, by=rep)
    assert total(MEASURES["overdue"], question(owner)).count == 0


def test_a_deal_handed_on_counts_for_its_new_owner(pipeline, rep, other_rep, owner):
    deal = make.deal(by=rep, amount=100)
    win(deal, by=rep)
    assign(deal, to=other_rep, by=owner)
    assert split(MEASURES["won"], question(owner)).keys() == {str(other_rep.pk)}


def test_a_deal_of_nobody_is_a_line_of_its_own(pipeline, rep, owner, client_for):
    deal = make.deal(by=rep, amount=100)
    assign(deal, to=None, by=owner)
    [line] = overview(owner, this_month()).forgotten
    assert (line.label, line.figure.count) == ("Nobody", 1)
    page = client_for(owner).get(line.url)
    assert [row.row.pk for row in page.context["lines"]] == [deal.pk]


def test_reasons_are_named_and_counted_by_currency(pipeline, rep, owner):
    dear = LossReason.objects.get()
    late = add_loss_reason(name="Too late", by=owner)
    for currency, amount in (("GBP", 100), ("USD", 50), ("GBP", 1)):
        lose(make.deal(by=rep, amount=amount, currency=currency), reason=dear, by=rep)
    lose(make.deal(by=rep, amount=7), reason=late, by=rep)
    reasons = overview(owner, this_month()).reasons
    assert [(line.label, line.figure.count, line.share) for line in reasons] == [
        ("Too expensive", 3, 100), ("Too late", 1, 33),
    ]  # fmt: skip
    assert reasons[0].figure.worth == {"GBP": 10_100, "USD": 5_000}


def test_a_reps_page_counts_their_own_and_shows_nobody_else(busy, rep, other_rep, owner):
    mine = MEASURES["calls"].rows(question(rep))
    assert {call.owner_id for call in mine} == {rep.pk}
    calls = list(MEASURES["calls"].rows(question(owner)))
    seen = lines_of(MEASURES["calls"], calls, rep)
    assert len(seen) == len(calls)
    assert {line.row.owner_id for line in seen if line.url} == {rep.pk}


@pytest.mark.parametrize("who", ["rep", "agent"])
def test_whoever_has_no_right_to_reports_is_refused(busy, request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    assert client.get("/reports/").status_code == 403
    assert client.get("/reports/open/").status_code == 403


def test_many_rows_come_in_pages_without_gap_or_repetition(busy, owner, client_for, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 5)
    client, seen, query = client_for(owner), [], "period=this_month"
    pages = 0
    while query:
        page = client.get(f"/reports/requests/?{query}")
        assert page.context["figure"].count == 12
        seen += [line.row.pk for line in page.context["lines"]]
        query, pages = page.context["older"], pages + 1
    assert seen == sorted((deal.pk for deal in busy), reverse=True)
    assert pages == 3


def test_the_next_page_keeps_the_figure_and_the_days(busy, owner, client_for, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    client = client_for(owner)
    page = client.get("/reports/requests/?period=last_30_days&choice=Website")
    assert "period=last_30_days" in page.context["older"]
    following = client.get(f"/reports/requests/?{page.context['older']}")
    assert {line.row.source for line in following.context["lines"]} == {"Website"}
    assert following.context["older"] == ""


def test_calls_count_when_they_took_place(pipeline, rep, owner, client_for):
    deal = make.deal(by=rep)
    log_call(deal, outcome="reached", at=timezone.now() - timezone.timedelta(days=40), by=rep)
    log_call(deal, outcome="busy", by=rep)
    page = client_for(owner).get("/reports/calls/?period=last_7_days")
    assert [line.row.outcome for line in page.context["lines"]] == ["busy"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "There is nothing to count here."), ("ar", "لا شيء"), ("fa", "چیزی")],
)
def test_an_empty_figure_says_so_in_the_readers_language(owner, client_for, language, words):
    owner.language = language
    owner.save()
    page = client_for(owner).get("/reports/won/").content.decode()
    assert f'lang="{language}"' in page
    assert words in page
