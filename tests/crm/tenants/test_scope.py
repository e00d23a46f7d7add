import pytest
from django.db import connection

from crm.access.models import Team
from crm.tenants.models import Member
from crm.tenants.scope import NoTenant, current_tenant_id, tenant_scope
from tests import make
from tests.conftest import out_of_scope


def test_the_plain_role_is_in_force(acme):
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("crm_app",)


def test_reading_outside_a_scope_raises(acme):
    with out_of_scope(), pytest.raises(NoTenant):
        Team.objects.count()


def test_a_scope_shows_its_own_rows_only(owner, outsider):
    assert list(Member.objects.values_list("name", flat=True)) == ["Olivia Owner"]
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert list(Member.objects.values_list("name", flat=True)) == ["Otto Outsider"]


def test_a_new_row_takes_the_scopes_tenant(acme):
    assert make.team("North").tenant_id == acme.pk


def test_another_tenants_scope_may_not_be_entered(acme, zenith):
    with pytest.raises(NoTenant), tenant_scope(zenith):
        pass
    assert current_tenant_id() == acme.pk
