import pytest
from django.db import IntegrityError, transaction

from crm.events.models import Event
from sales.deals.actions import lose
from sales.pipelines import actions, queries
from sales.pipelines.actions import LastStage, StageInUse
from sales.pipelines.models import LossReason, Stage
from tests import make


def names(pipeline):
    return [stage.name for stage in queries.track_of(pipeline.pk).open_stages]


def test_a_pipeline_ends_in_won_and_lost(pipeline, stages):
    track = queries.track_of(pipeline.pk)
    assert track.end(Stage.Kind.WON) == stages["won"]
    assert track.end(Stage.Kind.LOST) == stages["lost"]
    assert (stages["won"].probability, stages["lost"].probability) == (100, 0)


def test_a_pipeline_has_one_end_of_each_kind(pipeline):
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.create(pipeline=pipeline, key="another", name="Won too", kind=Stage.Kind.WON)


def test_stages_stand_in_the_order_they_were_added(pipeline):
    assert names(pipeline) == ["First call", "Measurement", "Approval", "Payment", "Installation"]


def test_the_glyph_grows_with_the_stage(pipeline, stages):
    track = queries.track_of(pipeline.pk)
    assert track.step(stages["first_call"]) == (1, 5)
    assert track.step(stages["installation"]) == (5, 5)
    assert track.step(stages["won"]) == (5, 5)


def test_all_pipelines_come_in_one_query(pipeline, owner, django_assert_num_queries):
    make.pipeline(by=owner, name="Repairs")
    with django_assert_num_queries(1):
        assert [track.pipeline.name for track in queries.tracks()] == ["Window projects", "Repairs"]
    assert queries.default_pipeline() == pipeline


def test_a_name_in_arabic_still_gets_a_key(pipeline, owner):
    first = actions.add_stage(pipeline, name="التركيب", by=owner)
    second = actions.add_stage(pipeline, name="الصيانة", by=owner)
    assert (first.key, second.key) == ("stage", "stage_1")


def test_a_new_stage_is_told(pipeline, owner):
    stage = actions.add_stage(pipeline, name="Glazing", probability=90, by=owner)
    event = Event.objects.get(kind="pipeline.stage_added", data__stage=stage.pk)
    assert event.actor_id == owner.pk
    assert names(pipeline)[-1] == "Glazing"


def test_a_stage_changes_and_says_what_was(stages, owner):
    actions.change_stage(stages["approval"], probability=55, ageing_days=14, by=owner)
    assert Event.objects.get(kind="pipeline.stage_changed").data["changed"] == {"probability": [60, 55]}


def test_no_change_is_no_event(stages, owner):
    actions.change_stage(stages["approval"], probability=60, by=owner)
    assert not Event.objects.filter(kind="pipeline.stage_changed").exists()


def test_a_stage_keeps_its_key_and_kind(stages, owner):
    with pytest.raises(TypeError):
        actions.change_stage(stages["approval"], kind=Stage.Kind.WON, by=owner)


def test_a_probability_over_100_is_refused_by_the_database(stages, owner):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.change_stage(stages["approval"], probability=101, by=owner)


def test_a_name_may_be_given_per_language(stages, owner):
    stage = actions.change_stage(stages["approval"], names={"fa": "تأیید"}, by=owner)
    assert stage.name_in("fa") == "تأیید"
    assert stage.name_in("ar") == "Approval"


def test_stages_change_places(pipeline, stages, owner):
    wanted = [stages[key].pk for key in ("measurement", "first_call", "approval", "payment", "installation")]
    actions.order_stages(pipeline, stages=wanted, by=owner)
    assert names(pipeline)[:2] == ["Measurement", "First call"]
    assert queries.first_stage(pipeline) == stages["measurement"]


def test_the_same_order_is_no_event(pipeline, stages, owner):
    actions.order_stages(pipeline, stages=[s.pk for s in queries.track_of(pipeline.pk).open_stages], by=owner)
    assert not Event.objects.filter(kind="pipeline.reordered").exists()


def test_a_retired_stage_is_left_out_and_comes_back(pipeline, stages, owner):
    actions.retire_stage(stages["payment"], by=owner)
    assert "Payment" not in names(pipeline)
    actions.restore_stage(Stage.objects.get(key="payment"), by=owner)
    assert "Payment" in names(pipeline)


def test_a_stage_with_open_deals_does_not_retire(deal, stages, owner):
    with pytest.raises(StageInUse) as refusal:
        actions.retire_stage(stages["first_call"], by=owner)
    assert refusal.value.count == 1


def test_closed_deals_do_not_hold_a_stage(deal, stages, reason, owner):
    lose(deal, reason=reason, by=owner)
    actions.retire_stage(stages["first_call"], by=owner)


@pytest.mark.parametrize("key", ["won", "lost"])
def test_the_ends_do_not_retire(stages, owner, key):
    with pytest.raises(LastStage):
        actions.retire_stage(stages[key], by=owner)


def test_the_last_open_stage_does_not_retire(pipeline, stages, owner):
    for key in ("measurement", "approval", "payment", "installation"):
        actions.retire_stage(stages[key], by=owner)
    with pytest.raises(LastStage):
        actions.retire_stage(stages["first_call"], by=owner)


def test_a_retired_reason_stays_with_its_deals(deal, reason, owner):
    lose(deal, reason=reason, by=owner)
    actions.retire_loss_reason(reason, by=owner)
    assert not queries.loss_reasons().exists()
    deal.refresh_from_db()
    assert deal.loss_reason == reason


def test_pipelines_belong_to_their_workspace(pipeline, zenith, reason):
    assert not Stage.objects.filter(tenant=zenith.pk).exists()
    assert not LossReason.objects.filter(tenant=zenith.pk).exists()
