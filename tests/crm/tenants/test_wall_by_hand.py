"""What somebody with SQL at hand and the plain role could try, row by row."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from crm.access.models import Team
from crm.tenants.models import Member
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope


@pytest.fixture
def their_team(zenith):
    with out_of_scope(), tenant_scope(zenith):
        return make.team("Theirs")


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def test_another_workspaces_row_cannot_be_changed(acme, their_team):
    assert execute("update access_team set name = 'Mine' where id = %s", their_team.pk) == 0
    assert Team.objects.filter(pk=their_team.pk).update(name="Mine") == 0


def test_another_workspaces_row_cannot_be_deleted(acme, their_team):
    assert execute("delete from access_team where id = %s", their_team.pk) == 0


def test_a_row_cannot_be_moved_to_another_workspace(acme, zenith):
    team = make.team("Ours")
    with pytest.raises(DatabaseError, match="row-level security"):
        execute("update access_team set tenant_id = %s where id = %s", zenith.pk, team.pk)


def test_another_workspaces_row_cannot_be_referenced(owner, their_team):
    with pytest.raises(IntegrityError):
        execute(
            "update tenants_member set team_id = %s where id = %s; set constraints all immediate",
            their_team.pk, owner.pk,
        )  # fmt: skip


def test_a_missing_and_a_foreign_row_are_refused_in_the_same_words(owner, their_team):
    """Or one could learn which ids exist elsewhere."""
    answers = []
    for pk in (their_team.pk, 10**9):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Member.objects.filter(pk=owner.pk).update(team_id=pk)
            execute("set constraints all immediate")
        answers.append(str(refused.value).replace(str(pk), "…"))
    assert answers[0] == answers[1]


def test_two_workspaces_may_use_the_same_name(acme, their_team):
    assert make.team("Theirs").pk != their_team.pk


def test_without_a_scope_nothing_is_changed_or_deleted(owner, manager, team):
    with out_of_scope():
        for table in ("access_team", "tenants_member", "access_role", "events_event"):
            assert execute(f"update {table} set tenant_id = tenant_id") == 0
            assert execute(f"delete from {table}") == 0
    assert Team.objects.exists()


def test_without_a_scope_not_even_a_named_tenant_can_be_written_for(acme):
    with out_of_scope(), pytest.raises(DatabaseError, match="row-level security"):
        execute("insert into access_team (tenant_id, name) values (%s, 'Loose')", acme.pk)


def test_no_view_shows_anything_without_a_scope(owner, manager):
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.views where table_schema = 'public'")
        views = [name for (name,) in cursor.fetchall()]
        with out_of_scope():
            for view in views:
                cursor.execute(f'select count(*) from "{view}"')
                assert cursor.fetchone() == (0,), view


@pytest.mark.parametrize("value", ["", "0", "-1", "9223372036854775807"])
def test_a_senseless_setting_shows_nothing(owner, value):
    with out_of_scope(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('crm.tenant', %s, true)", [value])
        cursor.execute("select count(*) from tenants_member")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("value", ["all", "1 or true", "1;2"])
def test_a_setting_that_is_no_number_is_an_error(owner, value):
    with out_of_scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('crm.tenant', %s, true)", [value])
        cursor.execute("select count(*) from tenants_member")


@pytest.mark.parametrize(
    "statement",
    [
        "alter table access_team disable row level security",
        "drop policy tenant_wall on access_team",
        "set row_security = off",
        "create table mine (id int)",
    ],
)
def test_the_plain_role_cannot_take_the_wall_down(owner, outsider, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("select count(*) from tenants_member")
