"""Signing in and out: a row in each of the person's workspaces, and in no other."""

import pytest
from django.test import Client

from crm.audit.models import Entry
from crm.setup.actions import seat_member
from crm.setup.invitations.actions import prove_email
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope

LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"


@pytest.fixture
def account(rep):
    rep.user.set_password(make.PASSWORD)
    rep.user.save()
    prove_email(rep.user)
    return rep.user


def acts():
    return list(
        Entry.objects.filter(action__regex="^(signin|password)").order_by("pk").values_list("action", flat=True)
    )


def sign_in(user, password=make.PASSWORD, **headers):
    client = Client(REMOTE_ADDR="203.0.113.9")
    with out_of_scope():
        client.post(LOGIN, {"login": user.email, "password": password}, **headers)
    return client


def test_signing_in_and_out_are_kept_with_the_address(account, rep):
    client = sign_in(account)
    with out_of_scope():
        client.post(LOGOUT)
    assert acts() == ["signin.done", "signin.ended"]
    entry = Entry.objects.get(action="signin.done")
    assert (entry.actor_id, entry.actor_name, entry.address) == (rep.pk, rep.name, "203.0.113.9")
    assert entry.request_id


def test_a_wrong_password_is_kept_without_the_password(account, rep):
    sign_in(account, "not at all right")
    entry = Entry.objects.get(action="signin.failed")
    assert (entry.actor_id, entry.address, entry.data) == (rep.pk, "203.0.113.9", {})
    assert entry.request_id


def test_an_address_that_nobody_has_leaves_nothing(account):
    stranger = type(account)(email="nobody@example.com")
    sign_in(stranger, "not at all right")
    assert acts() == []


def test_every_workspace_of_the_person_hears_of_it_and_no_other(account, zenith, outsider):
    with out_of_scope(), tenant_scope(zenith):
        assert acts() == []
    sign_in(account)
    with out_of_scope(), tenant_scope(zenith):
        assert acts() == []
        seat = seat_member(user=account, role="rep", by=outsider)
    sign_in(account)
    with out_of_scope(), tenant_scope(zenith):
        assert acts() == ["signin.done"]
        assert Entry.objects.get(action="signin.done").actor_id == seat.pk
    assert acts() == ["signin.done"] * 2


def test_a_seat_that_was_taken_away_hears_nothing(account, rep):
    rep.active = False
    rep.save()
    sign_in(account)
    assert acts() == []


def test_a_changed_password_is_kept(account, client_for, rep):
    client = client_for(rep)
    new = "fitted on a Tuesday"
    client.post("/accounts/password/change/", {"oldpassword": make.PASSWORD, "password1": new, "password2": new})
    assert "password.changed" in acts()
