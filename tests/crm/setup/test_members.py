"""Seats: roles, places, and the owner that every workspace keeps."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from crm.access.actions import define_function
from crm.access.models import Role
from crm.events.models import Event
from crm.setup.members.actions import change_role, deactivate, place, reactivate
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from tests import make


@pytest.fixture
def keeper(owner, manager):
    """A manager whom the owner lets manage members."""
    Role.objects.filter(key="manager").update(rights=["import", "reports", "members"])
    return Member.objects.select_related("role", "team").get(pk=manager.pk)


def role(key):
    return Role.objects.get(key=key)


def last_event():
    event = Event.objects.order_by("-pk").first()
    return event.kind, event.actor_id, event.data


def test_a_role_changes_at_once(owner, rep):
    change_role(rep, role=role("manager"), by=owner)
    assert Member.objects.get(pk=rep.pk).role.key == "manager"
    assert last_event() == ("member.role_changed", owner.pk, {"member": "Rami Rep", "from": "rep", "to": "manager"})


def test_the_same_role_is_no_event(owner, rep):
    before = Event.objects.count()
    change_role(rep, role=role("rep"), by=owner)
    assert Event.objects.count() == before


@pytest.mark.parametrize("action", [change_role, place, deactivate, reactivate])
def test_without_the_right_nothing_changes(action, rep, other_rep):
    values = {change_role: {"role": rep.role}, place: {"title": "", "team": None, "functions": []}}.get(action, {})
    with pytest.raises(PermissionDenied):
        action(other_rep, by=rep, **values)


def test_a_manager_cannot_become_owner(keeper):
    with pytest.raises(PermissionDenied):
        change_role(keeper, role=role("owner"), by=keeper)


def test_a_manager_cannot_make_somebody_a_reader_of_everything(keeper, rep):
    """A reader sees all, a manager only the team: it would be a way to look further."""
    with pytest.raises(PermissionDenied):
        change_role(rep, role=role("reader"), by=keeper)


@pytest.mark.parametrize("action", [deactivate, reactivate])
def test_a_manager_cannot_touch_an_owners_seat(action, keeper, owner):
    with pytest.raises(PermissionDenied):
        action(owner, by=keeper)


def test_a_manager_cannot_demote_an_owner(keeper, owner):
    second = make.member(by=owner, role="owner")
    with pytest.raises(PermissionDenied):
        change_role(second, role=role("rep"), by=keeper)


def test_a_manager_can_manage_those_within_reach(keeper, rep):
    change_role(rep, role=role("manager"), by=keeper)
    deactivate(rep, by=keeper)
    assert not Member.objects.get(pk=rep.pk).active


def test_the_last_owner_stays_owner(owner):
    with pytest.raises(ValidationError, match="needs an owner"):
        change_role(owner, role=role("rep"), by=owner)


def test_the_last_owner_cannot_leave(owner):
    with pytest.raises(ValidationError, match="needs an owner"):
        deactivate(owner, by=owner)


def test_an_inactive_owner_does_not_count(owner):
    second = make.member(by=owner, role="owner")
    deactivate(second, by=owner)
    with pytest.raises(ValidationError):
        deactivate(owner, by=owner)


def test_with_two_owners_one_may_leave(owner):
    make.member(by=owner, role="owner")
    deactivate(owner, by=owner)
    assert last_event()[0] == "member.deactivated"


def test_a_seat_comes_back_with_its_role(owner, rep):
    deactivate(rep, by=owner)
    reactivate(rep, by=owner)
    again = Member.objects.get(pk=rep.pk)
    assert (again.active, again.role.key) == (True, "rep")
    assert last_event()[0] == "member.reactivated"


def test_a_place_is_title_team_and_functions(owner, rep, team):
    define_function(key="surveyor", name="Surveyor")
    place(rep, title="Surveyor", team=None, functions=["surveyor", "unheard-of"], by=owner)
    again = Member.objects.get(pk=rep.pk)
    assert (again.title, again.team_id, again.functions) == ("Surveyor", None, ["surveyor"])


def test_a_teams_manager_may_sit_elsewhere(owner, manager, team):
    north = make.team("North")
    place(manager, title="", team=north, functions=[], by=owner)
    assert (Member.objects.get(pk=manager.pk).team, type(team).objects.get(pk=team.pk).manager) == (north, manager)


def test_two_owners_who_put_each_other_out_leave_one(committed_db):
    tenant, first = make.workspace("Acme", slug="acme")
    with tenant_scope(tenant):
        second = make.member(by=first, role="owner")
    outcome, start = [], threading.Barrier(2)

    def put_out(who, by):
        start.wait()
        try:
            with tenant_scope(tenant):
                deactivate(who, by=by)
            outcome.append("done")
        except ValidationError:
            outcome.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=put_out, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["done", "refused"]
    with tenant_scope(tenant):
        assert Member.objects.filter(active=True).count() == 1
