from datetime import date

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from crm.access.models import Role
from crm.activities.models import Task
from crm.automation.actions import save_rule
from crm.automation.engine import consume, do_step
from crm.automation.models import Rule, StepRun
from crm.automation.queries import rules_by_recipient
from crm.events.models import Event
from crm.l10n.state import for_member, using
from crm.notify.models import Notification
from crm.notify.wording import sentence
from crm.records.actions import assign, delete
from crm.tenants.scope import tenant_scope
from sales.deals.actions import empty_stage, lose, move_stage, open_deal, reopen, win
from sales.pipelines.actions import change_stage
from sales.playbooks.actions import add_step, change_step, remove_step, save_playbook
from sales.playbooks.forms import UNITS, in_units
from sales.playbooks.queries import playbooks, steps_of
from tests import make
from tests.conftest import out_of_scope


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


def test_what_hands_work_out_is_called_as_its_reader_says_it_now(stages, owner, django_assert_num_queries):
    """Once, though two rules stand for a playbook; by the stage's name of today, not by that of when it was written."""
    step = {"subject": "Measure", "recipient": "function:surveyor", "due": {"minutes": 60}}
    save_playbook(stages["approval"], steps=[("create_task", step), task("Other")], by=owner)
    names = {"en": "Agreement", "ar": "الموافقة"}
    change_stage(stages["approval"], name="Agreement", names=names, by=owner)
    with django_assert_num_queries(2):
        assert rules_by_recipient("function") == {"surveyor": ("Window projects: Agreement",)}
    owner.language = "ar"
    with using(for_member(owner)):
        assert rules_by_recipient("function") == {"surveyor": ("Window projects: الموافقة",)}


def test_the_log_calls_a_playbook_as_its_reader_does_now(deal, stages, rep, owner, client_for, run_due):
    save_playbook(stages["approval"], steps=[task("First")], by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    run_due()
    change_stage(stages["approval"], name="Agreement", names={"en": "Agreement", "ar": "الموافقة"}, by=owner)
    client = client_for(owner)
    assert "Window projects: Agreement" in client.get("/settings/runs/").content.decode()
    owner.language = "ar"
    owner.save()
    assert "Window projects: الموافقة" in client.get("/settings/runs/").content.decode()
    Rule.objects.all().delete()
    assert "Agreement" not in client.get("/settings/runs/").content.decode()  # what is gone keeps the name it ran by


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


def rows(stage):
    return list(steps_of(stage).values_list("pk", "kind", "params"))


def test_a_step_of_another_stage_changes_nothing_and_is_not_told(stages, owner):
    save_playbook(stages["approval"], steps=[task("One")], by=owner)
    save_playbook(stages["payment"], steps=[task("Two")], by=owner)
    stranger, before, told = steps_of(stages["payment"])[0], rows(stages["approval"]), Event.objects.count()
    change_step(stages["approval"], stranger, params=task("Mine")[1], by=owner)
    remove_step(stages["approval"], stranger, by=owner)
    assert rows(stages["approval"]) == before
    assert Event.objects.count() == told


def test_removing_twice_is_removing_once(stages, owner):
    save_playbook(stages["approval"], steps=[task("One"), task("Two")], by=owner)
    gone = steps_of(stages["approval"])[0]
    for _ in range(2):
        remove_step(stages["approval"], gone, by=owner)
    assert [step.params["subject"] for step in steps_of(stages["approval"])] == ["Two"]


def test_an_empty_playbook_does_nothing(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("One")], by=owner)
    save_playbook(stages["approval"], steps=[], by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    run_due()
    assert planned() == []


def test_a_refused_playbook_leaves_the_old_one(stages, owner):
    save_playbook(stages["approval"], steps=[task("One")], by=owner)
    with pytest.raises(LookupError), transaction.atomic():
        save_playbook(stages["approval"], steps=[task("Two"), ("explode", {})], by=owner)
    assert [step.params["subject"] for step in steps_of(stages["approval"])] == ["One"]


def test_the_same_event_twice_plans_once(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    run_due()
    consume(Event.objects.get(kind="deal.stage_changed"))
    run_due()
    assert planned() == ["Call"]


def test_entering_again_plans_again(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    for key in ("approval", "payment", "approval"):
        move_stage(deal, to=stages[key], by=rep)
        run_due()
    assert planned() == ["Call", "Call"]


def test_standing_where_it_stands_plans_nothing(deal, stages, rep, owner, run_due):
    run_due()
    save_playbook(stages["first_call"], steps=[task("Call")], by=owner)
    move_stage(deal, to=stages["first_call"], by=rep)
    run_due()
    assert planned() == []


def test_a_change_while_work_waits_reaches_only_what_enters_later(deal, stages, rep, owner, run_due):
    """A run keeps its own copy of its steps from the moment it began."""
    save_playbook(stages["approval"], steps=[task("Old")], by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    consume(Event.objects.get(kind="deal.stage_changed"))
    save_playbook(stages["approval"], steps=[task("New")], by=owner)
    run_due()
    assert planned() == ["Old"]


def leave(member):
    member.active = False
    member.save()


def test_the_work_of_an_owner_who_left_goes_to_the_workspaces_owners(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    leave(rep)
    move_stage(deal, to=stages["approval"], by=owner)
    run_due()
    assert Task.objects.get().owner == owner


def test_a_deal_of_nobody_is_the_owners_business(deal, stages, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    move_stage(assign(deal, to=None, by=owner), to=stages["approval"], by=owner)
    run_due()
    assert Task.objects.get().owner == owner


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        ("member:{other_rep.pk}", "The member who should do it has left"),
        ("function:surveyor", "Nobody has the function “surveyor”"),
        ("role:agent", "Nobody has the role “Agent”"),
    ],
)
def test_work_for_nobody_is_said_told_once_and_tried_again(
    deal, stages, rep, other_rep, owner, run_due, recipient, reason
):
    params = task("Call")[1] | {"recipient": recipient.format(other_rep=other_rep)}
    save_playbook(stages["approval"], steps=[("create_task", params), task("Second")], by=owner)
    leave(other_rep)
    move_stage(deal, to=stages["approval"], by=rep)
    run_due(may_fail=True)
    failed = StepRun.objects.get(state=StepRun.State.FAILED)
    assert failed.error == reason
    assert planned() == ["Second"]
    do_step(failed.pk)
    assert Notification.objects.filter(member=owner, kind="rule.failed").count() == 1
    other_rep.active, other_rep.functions, other_rep.role = True, ["surveyor"], Role.objects.get(key="agent")
    other_rep.save()
    do_step(failed.pk)
    assert Task.objects.get(subject="Call").owner == other_rep


def test_a_deleted_deal_gets_no_work(deal, stages, rep, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    move_stage(deal, to=stages["approval"], by=rep)
    delete(deal, by=rep)
    run_due()
    assert planned() == []


def test_a_notice_to_the_manager_is_told_once_with_the_date_in_their_words(deal, stages, rep, owner, manager, run_due):
    manager.language, manager.calendar, manager.digits = "fa", "jalali", "arabext"
    manager.save()
    text = {"en": "{record} by {date}", "fa": "{record} تا {date}"}
    params = {"recipient": "manager", "text": text, "field": "delivery_on"}
    save_playbook(stages["installation"], steps=[("notify", params)], by=owner)
    move_stage(deal, to=stages["installation"], delivery_on=date(2027, 3, 21), by=rep)
    run_due()
    notice = Notification.objects.get(member=manager, kind="rule.told")
    with using(for_member(manager)):
        assert sentence(notice) == "\u2068Villa, 14 windows تا ۱ فروردین ۱۴۰۶\u2069"  # it begins in Latin letters


def test_emptying_a_stage_sets_nothing_off(deal, stages, owner, run_due):
    save_playbook(stages["approval"], steps=[task("Call")], by=owner)
    empty_stage(stages["first_call"], to=stages["approval"], by=owner)
    run_due()
    assert planned() == []


def test_another_firms_rules_answer_nothing_here(deal, stages, rep, outsider, run_due):
    with out_of_scope(), tenant_scope(outsider.tenant):
        theirs = make.pipeline(by=outsider).stages.get(key="approval")
        save_rule(name="All", event_kind="deal.stage_changed", steps=[task("Theirs")])
        save_playbook(theirs, steps=[task("Theirs too")], by=outsider)
    move_stage(deal, to=stages["approval"], by=rep)
    run_due()
    assert planned() == []


@pytest.mark.parametrize("minutes", [0, 1, 59, 60, 90, 1440, 2880, 999 * 1440])
def test_a_length_is_read_as_it_was_written(minutes):
    amount, unit = in_units(minutes)
    assert amount * UNITS[unit] == minutes


@given(st.integers(0, 10**7))
def test_every_length_is_said_in_the_largest_unit_that_fits(minutes):
    amount, unit = in_units(minutes)
    assert amount * UNITS[unit] == minutes
    assert not any(minutes and minutes % size == 0 and size > UNITS[unit] for size in UNITS.values())
