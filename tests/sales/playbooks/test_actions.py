import pytest

from crm.activities.models import Task
from crm.automation.models import Rule
from crm.events.models import Event
from sales.deals.actions import lose, move_stage, open_deal, reopen, win
from sales.playbooks.actions import add_step, change_step, remove_step, save_playbook
from sales.playbooks.queries import playbooks, steps_of


def task(subject):
    return ("create_task", {"subject": subject, "recipient": "owner", "due": {"minutes": 60}})


def planned():
    return list(Task.objects.order_by("pk").values_list("subject", flat=True))


def test_steps_happen_in_order_when_a_deal_enters(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("First"), task("Second")], by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    run_due()
    assert planned() == ["First", "Second"]


def test_opening_in_a_stage_is_entering_it(pipeline, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    open_deal(title="Straight in", stage=stages["approval"], by=rep)
    run_due()
    assert planned() == ["Call"]


@pytest.mark.parametrize("end", ["won", "lost"])
def test_the_ends_have_playbooks_too(deal, stages, reason, rep, owner, run_due, end):
    save_playbook(stages[end], steps=[task("Say thank you")], by=owner)
    win(deal, by=rep) if end == "won" else lose(deal, reason=reason, by=rep)
    run_due()
    assert planned() == ["Say thank you"]


def test_reopening_sets_nothing_off(deal, stages, rep, owner, run_due):
    win(deal, by=rep)
    run_due()
    save_playbook(stages["first_call"], steps=[task("Again")], by=owner)
    reopen(deal, by=rep)
    run_due()
    assert planned() == []


def test_another_stage_sets_nothing_off(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    move_stage(deal, to=stages["payment"], by=rep)
    run_due()
    assert planned() == []


def test_saving_again_replaces(stages, owner):
    save_playbook(stages["approval"], steps=[task("One"), task("Two")], by=owner)
    save_playbook(stages["approval"], steps=[task("Three")], by=owner)
    assert [step.params["subject"] for step in steps_of(stages["approval"])] == ["Three"]
    assert Rule.objects.count() == 2  # entering by a move, and by being opened there


def test_steps_are_added_changed_and_removed(stages, owner):
    stage = stages["approval"]
    for subject in ("One", "Two"):
        kind, params = task(subject)
        add_step(stage, kind=kind, params=params, by=owner)
    change_step(stage, steps_of(stage)[0], params=task("Won")[1], by=owner)
    assert [step.params["subject"] for step in steps_of(stage)] == ["Won", "Two"]
    remove_step(stage, steps_of(stage)[1], by=owner)
    assert [step.params["subject"] for step in steps_of(stage)] == ["Won"]


def test_a_stale_step_changes_nothing(stages, owner):
    stage = stages["approval"]
    add_step(stage, kind="create_task", params=task("One")[1], by=owner)
    stale = steps_of(stage)[0]
    save_playbook(stage, steps=[task("Two")], by=owner)
    change_step(stage, stale, params=task("Stale")[1], by=owner)
    assert [step.params["subject"] for step in steps_of(stage)] == ["Two"]


def test_a_change_of_the_playbook_is_told(stages, owner):
    save_playbook(stages["approval"], steps=[task("One")], by=owner)
    assert Event.objects.get(kind="pipeline.playbook_changed").data["steps"] == 1


def test_an_unknown_step_is_refused(stages, owner):
    with pytest.raises(LookupError):
        save_playbook(stages["approval"], steps=[("launch_rocket", {})], by=owner)


def test_all_playbooks_come_in_one_query(stages, owner, django_assert_num_queries):
    save_playbook(stages["approval"], steps=[task("One"), task("Two")], by=owner)
    save_playbook(stages["won"], steps=[task("Thanks")], by=owner)
    with django_assert_num_queries(1):
        found = playbooks(list(stages.values()))
    assert [len(found[stages[key].pk]) for key in ("approval", "won", "payment")] == [2, 1, 0]
