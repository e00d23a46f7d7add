"""Scopes in each other, in threads, after errors and after commit: the tenant is always exactly the one opened."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import get_script_prefix, reverse

from crm.access.models import Team
from crm.tenants.models import Member
from crm.tenants.scope import NoTenant, current_tenant_id, has_tenant, tenant_scope, user_scope
from tests import make


def setting(name="crm.tenant"):
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [name])
        return cursor.fetchone()[0]


@pytest.fixture
def firms(committed_db):
    """Two committed workspaces, no scope open."""
    return make.workspace("Acme", slug="acme", owner="Olivia")[0], make.workspace("Zenith", slug="zenith")[0]


def test_ones_own_scope_is_joined(firms):
    acme, _ = firms
    with tenant_scope(acme):
        with tenant_scope(acme.pk):
            make.team("North")
            assert setting() == str(acme.pk)
        assert current_tenant_id() == acme.pk
        assert Team.objects.count() == 1


def test_nothing_stays_on_the_connection(firms):
    for firm in firms:
        with tenant_scope(firm, user_id=7):
            assert (setting(), setting("crm.user")) == (str(firm.pk), "7")
        assert (setting(), setting("crm.user")) == ("", "")


def test_an_error_undoes_the_work_and_closes_the_scope(firms):
    acme, _ = firms
    with pytest.raises(ZeroDivisionError), tenant_scope(acme):
        make.team("North")
        _ = 1 / 0
    assert (setting(), has_tenant(), get_script_prefix()) == ("", False, "/")
    with tenant_scope(acme):
        assert Team.objects.count() == 0


def test_a_scope_inside_a_larger_transaction_is_taken_back(firms):
    acme, zenith = firms
    with transaction.atomic():
        for firm in (acme, zenith, acme):
            with tenant_scope(firm):
                assert set(Member.objects.values_list("tenant_id", flat=True)) == {firm.pk}
            assert setting() == ""
        with pytest.raises(ZeroDivisionError), tenant_scope(acme):
            _ = 1 / 0
        assert setting() == ""


def test_a_refused_scope_leaves_the_outer_one_alone(firms):
    acme, zenith = firms
    with tenant_scope(acme):
        with pytest.raises(NoTenant), tenant_scope(zenith):
            pass
        assert (setting(), get_script_prefix()) == (str(acme.pk), "/acme/")


def test_a_callback_after_commit_has_no_scope(firms):
    """The setting is gone with the transaction: a query would find nothing and say so to nobody."""
    acme, zenith = firms
    seen = []

    def callback():
        seen.append(has_tenant())
        with tenant_scope(zenith):
            seen.append(Member.objects.get().tenant_id)

    with tenant_scope(acme):
        transaction.on_commit(callback)
    assert seen == [False, zenith.pk]


def test_a_new_thread_has_no_scope(firms):
    acme, _ = firms
    outcome = []

    def look():
        try:
            outcome.append(Team.objects.count())
        except NoTenant:
            outcome.append("no tenant")
        finally:
            connection.close()

    with tenant_scope(acme):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert outcome == ["no tenant"]


def test_a_persons_scope_hides_the_workspace_and_gives_it_back(firms):
    acme, _ = firms
    with tenant_scope(acme):
        person = Member.objects.get().user_id
        with user_scope(person):
            assert (setting(), setting("crm.user")) == ("", str(person))
            with pytest.raises(NoTenant):
                Team.objects.count()
        assert (current_tenant_id(), setting()) == (acme.pk, str(acme.pk))


def test_addresses_made_in_a_scope_are_the_workspaces(firms):
    acme, zenith = firms
    found = []
    for firm in (acme, zenith):
        with tenant_scope(firm):
            found.append(reverse("account_login"))
    assert found == ["/acme/accounts/login/", "/zenith/accounts/login/"]
