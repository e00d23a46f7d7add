import pytest
from django.db import IntegrityError, transaction

from crm.access.models import Role
from crm.events.models import Event
from crm.setup.actions import open_workspace, seat_member
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope
from tests import make


def test_a_workspace_opens_with_roles_and_an_owner(db):
    user = make.user("Olivia")
    tenant, owner = open_workspace(name="Acme", slug="acme", user=user, pack="windows", language="ar", currency="SAR")
    with tenant_scope(tenant):
        assert [role.key for role in Role.objects.all()] == ["owner", "manager", "rep", "agent", "reader"]
        assert (owner.user, owner.role.key, owner.name, owner.active) == (user, "owner", "Olivia", True)
        event = Event.objects.get()
        assert (event.kind, event.record_id, event.actor_id) == ("workspace.opened", tenant.pk, owner.pk)
        assert event.data == {"pack": "windows"}
    assert (tenant.language, tenant.currency) == ("ar", "SAR")


def test_a_taken_address_leaves_nothing_behind(acme_seats):
    with pytest.raises(IntegrityError), transaction.atomic():
        open_workspace(name="Other", slug="acme", user=make.user())
    assert Tenant.objects.count() == 1


def test_one_person_has_one_seat_a_workspace(owner, rep):
    with pytest.raises(IntegrityError), transaction.atomic():
        seat_member(user=rep.user, role="reader", by=owner)
    assert Member.objects.get(user=rep.user).role.key == "rep"


def test_a_seat_records_who_gave_it(owner, rep):
    event = Event.objects.get(kind="member.seated", record_id=rep.pk)
    assert (event.actor_id, event.data) == (owner.pk, {"name": "Rami Rep", "role": "rep"})
