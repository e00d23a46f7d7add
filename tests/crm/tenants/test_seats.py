"""A person's own seats, across workspaces: the one thing that can be read without choosing a workspace."""

import pytest
from django.db import DatabaseError, connection, transaction

from crm.setup.actions import seat_member
from crm.tenants.models import Member
from crm.tenants.scope import current_tenant_id, tenant_scope, user_scope
from crm.tenants.seats import seats_of
from tests import make
from tests.conftest import out_of_scope


@pytest.fixture
def both(owner, outsider):
    """Acme's owner, who is a rep at Zenith as well."""
    with out_of_scope(), tenant_scope(outsider.tenant):
        seat_member(user=owner.user, role="rep", by=outsider)
    return owner.user


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_seats_of_all_workspaces_by_name(both):
    with out_of_scope():
        assert [seat.tenant.slug for seat in seats_of(both)] == ["acme", "zenith"]


def test_a_seat_out_of_use_is_not_listed(both, outsider):
    with out_of_scope():
        with tenant_scope(outsider.tenant):
            Member.objects.filter(user=both).update(active=False)
        assert [seat.tenant.slug for seat in seats_of(both)] == ["acme"]


def test_asking_from_inside_a_workspace_changes_nothing_there(both, acme):
    assert len(seats_of(both)) == 2
    assert current_tenant_id() == acme.pk
    assert Member.objects.filter(user=both).count() == 1


def test_nobody_has_no_seats(acme):
    assert seats_of(make.user("Stranger")) == []


def test_a_person_sees_no_colleague(both, manager):
    with out_of_scope(), user_scope(both.pk):
        assert {user for (user,) in rows("select user_id from tenants_member")} == {both.pk}


def test_a_person_sees_nothing_but_seats(both, manager):
    with out_of_scope(), user_scope(both.pk):
        for table in ("access_role", "access_team", "events_event"):
            assert rows(f"select count(*) from {table}") == [(0,)]


@pytest.mark.parametrize(
    "statement",
    ["update tenants_member set active = true, name = 'Boss'", "delete from tenants_member"],
)
def test_a_person_cannot_change_a_seat(both, statement):
    with out_of_scope(), user_scope(both.pk), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0


def test_a_person_cannot_take_a_seat(both, acme, owner):
    values = (acme.pk, make.user().pk, owner.role_id)
    with out_of_scope(), user_scope(both.pk), pytest.raises(DatabaseError, match="row-level security"):
        with transaction.atomic():
            rows(
                "insert into tenants_member (tenant_id, user_id, role_id, name, title, functions, language, calendar,"
                " digits, time_zone, theme, density, active, created_at) values"
                " (%s, %s, %s, 'Me', '', '{}', '', '', '', '', 'auto', 'default', true, now())",
                *values,
            )


def test_the_person_setting_opens_nothing_inside_a_workspace(both, acme, outsider):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('crm.user', %s, true)", [str(outsider.user_id)])
        cursor.execute("select count(*) from tenants_member where user_id = %s", [outsider.user_id])
        assert cursor.fetchone() == (0,)
