"""Two people in the settings of one pipeline at the same moment, on a database that commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from crm.automation.models import Rule
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from sales.deals.actions import move_stage, open_deal
from sales.deals.models import Deal
from sales.deals.passage import StageUnavailable
from sales.pipelines.actions import StageInUse, add_stage, order_stages, retire_stage
from sales.pipelines.models import Pipeline, Stage
from sales.playbooks.actions import add_step, remove_step, save_playbook
from sales.playbooks.queries import steps_of
from tests import make


@pytest.fixture
def firm(committed_db):
    tenant, owner = make.workspace("Acme", slug="acme", owner="Olivia Owner")
    with tenant_scope(tenant):
        make.pipeline(by=owner)
    return tenant


def at_once(tenant, jobs):
    """What each job came to, all begun at the same moment on connections of their own; an exception is its result."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(10)
            with tenant_scope(tenant):
                return job(Pipeline.objects.get(), Member.objects.get())
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


def stage(pipeline, key="approval"):
    return Stage.objects.select_related("pipeline").get(pipeline=pipeline, key=key)


def adds(subject):
    params = {"subject": subject, "recipient": "owner"}
    return lambda pipeline, by: add_step(stage(pipeline), kind="create_task", params=params, by=by)


def test_steps_added_at_once_are_all_kept(firm):
    results = at_once(firm, [adds(f"Step {number}") for number in range(6)])
    assert results == [None] * 6
    with tenant_scope(firm):
        steps = steps_of(stage(Pipeline.objects.get()))
        assert sorted(step.params["subject"] for step in steps) == [f"Step {number}" for number in range(6)]
        assert Rule.objects.count() == 2
        assert [step.position for step in steps] == list(range(6))


def test_removing_a_step_never_takes_one_that_is_added_meanwhile(firm):
    for _ in range(4):
        with tenant_scope(firm):
            place, by = stage(Pipeline.objects.get()), Member.objects.get()
            save_playbook(place, steps=[], by=by)
            add_step(place, kind="create_task", params={"subject": "Old"}, by=by)
            old = steps_of(place).get()
        at_once(firm, [adds("New"), lambda pipeline, by, old=old: remove_step(stage(pipeline), old, by=by)])
        with tenant_scope(firm):
            assert "New" in [step.params["subject"] for step in steps_of(place)]


def test_orders_given_at_once_leave_one_of_them_whole(firm):
    with tenant_scope(firm):
        pks = list(Stage.objects.filter(kind=0).order_by("position").values_list("pk", flat=True))
    wanted = [pks[::-1], [*pks[2:], *pks[:2]], [*pks[1:], pks[0]]]
    jobs = [lambda pipeline, by, order=order: order_stages(pipeline, stages=order, by=by) for order in wanted]
    assert at_once(firm, jobs) == [None] * 3
    with tenant_scope(firm):
        rows = list(Stage.objects.filter(kind=0).order_by("position").values_list("pk", "position"))
    assert [pk for pk, _position in rows] in wanted
    assert [position for _pk, position in rows] == [1, 2, 3, 4, 5]


def test_stages_added_at_once_have_places_and_keys_of_their_own(firm):
    made = at_once(firm, [lambda pipeline, by: add_stage(pipeline, name="الصيانة", by=by)] * 4)
    assert len({one.key for one in made}) == 4
    assert sorted(one.position for one in made) == [6, 7, 8, 9]


def test_the_last_two_stages_are_not_both_retired(firm):
    with tenant_scope(firm):
        by, pipeline = Member.objects.get(), Pipeline.objects.get()
        for key in ("measurement", "payment", "installation"):
            retire_stage(stage(pipeline, key), by=by)
    jobs = [
        lambda pipeline, by, key=key: retire_stage(stage(pipeline, key), by=by) for key in ("first_call", "approval")
    ]
    at_once(firm, jobs)
    with tenant_scope(firm):
        assert Stage.objects.filter(kind=0, retired_at=None).count() == 1


def test_no_deal_is_left_in_a_stage_that_retires_while_it_moves_there(firm):
    with tenant_scope(firm):
        by, pipeline = Member.objects.get(), Pipeline.objects.get()
        deals = [open_deal(title=f"Deal {number}", by=by).pk for number in range(5)]

    def moves(pk):
        return lambda pipeline, by: move_stage(Deal.objects.get(pk=pk), to=stage(pipeline), by=by)

    results = at_once(firm, [lambda pipeline, by: retire_stage(stage(pipeline), by=by), *(moves(pk) for pk in deals)])
    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, StageInUse | StageUnavailable) for error in refused)
    with tenant_scope(firm):
        place = stage(pipeline)
        assert place.retired_at is None or not Deal.objects.filter(stage=place).exists()


def test_deals_opened_at_once_have_numbers_without_gaps(firm):
    made = at_once(firm, [lambda pipeline, by: open_deal(title="Windows", by=by)] * 6)
    assert sorted(deal.number for deal in made) == [1, 2, 3, 4, 5, 6]
