from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts.companies.models import Company
from contacts.people.models import Contact
from crm.events.actors import System
from crm.events.feed import timeline
from crm.events.models import Event
from crm.records.actions import assign, delete
from sales.deals import actions
from sales.deals.models import Deal, StageEntry
from sales.deals.passage import DealClosed, StageNeeds, StageUnavailable
from sales.pipelines.actions import change_stage, retire_stage
from sales.pipelines.models import Stage
from tests import make


def kinds(deal):
    return [event.kind for event in timeline(deal)]


def test_a_deal_opens_in_the_first_stage(deal, stages, rep, team, acme):
    assert deal.stage == stages["first_call"]
    assert (deal.owner, deal.team, deal.currency) == (rep, team, acme.currency)
    assert (deal.status, deal.max_stage_position) == (Deal.Status.OPEN, 1)
    assert kinds(deal) == ["deal.opened"]
    assert timeline(deal)[0].data["after"] == stages["first_call"].pk


def test_deals_are_counted_per_workspace(deal, rep, zenith_seats):
    second = make.deal(by=rep)
    assert (deal.number, second.number) == (1, 2)


def test_a_deal_without_a_pipeline_is_refused(rep):
    with pytest.raises(StageUnavailable):
        actions.open_deal(title="Nowhere", by=rep)


def test_a_deal_does_not_begin_at_an_end(stages, rep):
    with pytest.raises(StageUnavailable):
        actions.open_deal(title="Sold at once", stage=stages["won"], by=rep)


def test_a_form_may_open_a_deal_for_a_member(pipeline, rep):
    form = System(kind="form", name="Website")
    deal = actions.open_deal(title="Request", owner=rep, source="Website", by=form)
    assert StageEntry.objects.get(deal=deal).by is None
    assert Event.objects.get(kind="deal.opened").actor_name == "Website"


def test_fields_that_are_not_a_callers_are_refused(pipeline, rep):
    with pytest.raises(TypeError):
        actions.open_deal(title="Sneaky", status=1, by=rep)


def test_an_amount_is_never_negative(deal, rep):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.update_deal(deal, amount_minor=-1, by=rep)


def test_a_change_says_what_was(deal, rep):
    actions.update_deal(deal, amount_minor=100, expected_close=date(2026, 12, 10), title=deal.title, by=rep)
    changes = timeline(deal)[0].data["changes"]
    assert changes == {"amount_minor": [4_850_000, 100], "expected_close": [None, "2026-12-10"]}


def test_no_change_is_no_event(deal, rep):
    actions.update_deal(deal, title=deal.title, by=rep)
    assert kinds(deal) == ["deal.opened"]


def test_a_move_is_told_with_ids_and_names(deal, stages, rep):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    event = timeline(deal)[0]
    assert (event.kind, event.actor_id) == ("deal.stage_changed", rep.pk)
    assert (event.data["before_name"], event.data["after"]) == ("First call", stages["approval"].pk)


def test_history_has_one_stay_at_a_time(deal, stages, rep):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    first, second = StageEntry.objects.filter(deal=deal).order_by("entered_at")
    assert first.left_at == second.entered_at == deal.stage_entered_at
    assert second.left_at is None


def test_the_furthest_stage_is_remembered(deal, stages, rep):
    actions.move_stage(deal, to=stages["payment"], by=rep)
    actions.move_stage(deal, to=stages["approval"], by=rep)
    assert deal.max_stage_position == stages["payment"].position


def test_moving_twice_is_moving_once(deal, stages, rep):
    stale = Deal.objects.get(pk=deal.pk)
    actions.move_stage(deal, to=stages["approval"], by=rep)
    actions.move_stage(stale, to=stages["approval"], by=rep)
    assert kinds(deal) == ["deal.stage_changed", "deal.opened"]


def test_a_mover_with_an_old_page_moves_from_where_the_deal_is(deal, stages, rep, manager):
    stale = Deal.objects.get(pk=deal.pk)
    actions.move_stage(deal, to=stages["approval"], by=rep)
    actions.move_stage(stale, to=stages["payment"], by=manager)
    assert timeline(deal)[0].data["before"] == stages["approval"].pk


def test_a_stage_asks_for_the_visit(deal, stages, rep):
    with pytest.raises(StageNeeds) as refusal:
        actions.move_stage(deal, to=stages["measurement"], by=rep)
    assert refusal.value.field == "visit_at"
    deal.refresh_from_db()
    assert deal.stage == stages["first_call"]


def test_the_visit_given_is_kept(deal, stages, rep):
    visit = timezone.now() + timedelta(days=2)
    actions.move_stage(deal, to=stages["measurement"], visit_at=visit, by=rep)
    assert Deal.objects.get(pk=deal.pk).visit_at == visit
    assert timeline(deal)[0].data["visit_at"] == visit.isoformat()


def test_a_date_that_is_known_is_not_asked_again(deal, stages, rep):
    deal = actions.update_deal(deal, delivery_on=date(2026, 12, 1), by=rep)
    actions.move_stage(deal, to=stages["installation"], by=rep)
    assert deal.stage == stages["installation"]


def test_a_deal_may_not_open_in_a_stage_that_asks(stages, rep):
    with pytest.raises(StageNeeds):
        actions.open_deal(title="Measure me", stage=stages["measurement"], by=rep)


def test_a_retired_stage_takes_no_deal(deal, stages, owner):
    retire_stage(stages["payment"], by=owner)
    with pytest.raises(StageUnavailable):
        actions.move_stage(deal, to=stages["payment"], by=owner)


def test_another_pipelines_stage_takes_no_deal(deal, owner):
    other = make.pipeline(by=owner, name="Repairs")
    with pytest.raises(StageUnavailable):
        actions.move_stage(deal, to=other.stages.get(key="approval"), by=owner)


@pytest.mark.parametrize("end", ["won", "lost"])
def test_the_ends_are_not_moved_to(deal, stages, rep, end):
    with pytest.raises(StageUnavailable):
        actions.move_stage(deal, to=stages[end], by=rep)


def test_a_deal_is_won(deal, stages, rep):
    actions.win(deal, by=rep)
    assert (deal.status, deal.stage, deal.closed_from) == (Deal.Status.WON, stages["won"], stages["first_call"])
    assert deal.closed_at is not None
    assert timeline(deal)[0].data["amount_minor"] == 4_850_000


def test_winning_twice_is_winning_once(deal, rep):
    stale = Deal.objects.get(pk=deal.pk)
    actions.win(deal, by=rep)
    actions.win(stale, by=rep)
    assert kinds(deal) == ["deal.won", "deal.opened"]


def test_a_deal_is_lost_for_a_reason(deal, stages, reason, rep):
    actions.lose(deal, reason=reason, note="Bought next door", by=rep)
    assert (deal.status, deal.stage, deal.loss_reason) == (Deal.Status.LOST, stages["lost"], reason)
    told = timeline(deal)[0].data
    assert (told["before_name"], told["after_name"]) == ("First call", "Lost")
    assert (told["reason"], told["reason_name"], told["note"]) == (reason.pk, "Too expensive", "Bought next door")


def test_losing_needs_a_reason(deal, rep):
    with pytest.raises(StageNeeds) as refusal:
        actions.lose(deal, reason=None, by=rep)
    assert refusal.value.field == "loss_reason"


def test_a_closed_deal_does_not_move(deal, stages, reason, rep):
    actions.win(deal, by=rep)
    for step in (
        lambda: actions.move_stage(deal, to=stages["approval"], by=rep),
        lambda: actions.lose(deal, reason=reason, by=rep),
    ):
        with pytest.raises(DealClosed):
            step()


def test_a_reopened_deal_stands_where_it_stood(deal, stages, reason, rep):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    actions.lose(deal, reason=reason, note="No", by=rep)
    actions.reopen(deal, by=rep)
    assert (deal.status, deal.stage, deal.closed_at) == (Deal.Status.OPEN, stages["approval"], None)
    assert (deal.loss_reason, deal.loss_note) == (None, "")


def test_a_deal_reopens_in_the_first_stage_when_its_own_retired(deal, stages, rep, owner):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    actions.win(deal, by=rep)
    retire_stage(stages["approval"], by=owner)
    actions.reopen(deal, by=rep)
    assert deal.stage == stages["first_call"]


def test_the_stage_of_a_reopened_deal_is_kept_from_retiring_meanwhile(deal, stages, rep):
    actions.win(deal, by=rep)
    with CaptureQueriesContext(connection) as asked:
        actions.reopen(deal, by=rep)
    read = [query["sql"] for query in asked if 'FROM "sales_stage"' in query["sql"]]
    assert any("FOR NO KEY UPDATE" in sql for sql in read)


def test_a_deal_comes_back_from_the_bin_into_its_stage(deal, stages, rep):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    restored = actions.restore(delete(deal, by=rep), by=rep)
    assert (restored.stage, kinds(deal)[:2]) == (stages["approval"], ["deal.restored", "deal.deleted"])


def test_one_whose_stage_retired_meanwhile_comes_back_into_the_first(deal, stages, rep, owner):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    gone = delete(deal, by=rep)
    retire_stage(stages["approval"], by=owner)
    restored = actions.restore(gone, by=rep)
    assert restored.stage == stages["first_call"]
    assert StageEntry.objects.get(deal=deal, left_at=None).stage == stages["first_call"]
    assert kinds(deal)[:2] == ["deal.stage_changed", "deal.restored"]
    assert timeline(deal)[0].data["after"] == stages["first_call"].pk


def test_a_closed_one_stays_closed_where_it_ended(deal, stages, rep, owner):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    actions.win(deal, by=rep)
    gone = delete(deal, by=rep)
    retire_stage(stages["approval"], by=owner)
    assert actions.restore(gone, by=rep).stage.kind == Stage.Kind.WON


def test_reopening_asks_for_nothing(deal, stages, rep, owner):
    actions.move_stage(deal, to=stages["approval"], by=rep)
    actions.win(deal, by=rep)
    change_stage(stages["approval"], asks="delivery_on", by=owner)
    actions.reopen(deal, by=rep)
    assert deal.stage == stages["approval"]


def test_the_owners_team_comes_along(deal, owner, rep):
    deal = assign(deal, to=owner, by=rep)
    assert (deal.owner, deal.team) == (owner, None)
    assert kinds(deal)[0] == "deal.assigned"


def test_a_stage_is_emptied_in_few_statements(deal, stages, rep, owner, django_assert_max_num_queries):
    others = [make.deal(by=rep) for _ in range(3)]
    with django_assert_max_num_queries(12):
        assert actions.empty_stage(stages["first_call"], to=stages["approval"], by=owner) == 4
    assert {StageEntry.objects.get(deal=d, left_at=None).stage for d in [deal, *others]} == {stages["approval"]}
    assert Deal.objects.filter(stage=stages["approval"], max_stage_position=3).count() == 4


def test_what_happens_to_a_deal_stands_on_its_customers_timeline(pipeline, rep):
    person, firm = Contact.objects.create(name="Noura"), Company.objects.create(name="Masharef")
    deal = make.deal(by=rep, contact=person, company=firm)
    actions.win(deal, by=rep)
    for record in (person, firm):
        assert kinds(record) == ["deal.won", "deal.opened"]
