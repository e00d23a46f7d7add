"""From an address and a session to a member, or to nothing."""

import pytest
from django.test import Client

from crm.setup.actions import seat_member
from crm.tenants.models import Member, Tenant
from crm.tenants.scope import tenant_scope
from tests.conftest import MemberClient, out_of_scope

PAGE = "/settings/profile/"


def stranger(path, **headers):
    with out_of_scope():
        return Client().get(path, headers=headers)


def test_a_member_gets_the_page(rep):
    assert MemberClient(rep).get(PAGE).status_code == 200


def test_a_stranger_is_sent_to_sign_in_and_back(acme):
    response = stranger(f"/acme{PAGE}?tab=1")
    assert response["Location"] == "/accounts/login/?next=/acme/settings/profile/%3Ftab%3D1"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/acme/people/7/?view=mine", "/acme/people/7/%3Fview%3Dmine"),
        ("https://evil.example/acme/people/", "/"),
        ("", "/"),
    ],
)
def test_who_sent_a_form_comes_back_to_the_page_that_it_stands_on(acme, page, back):
    with out_of_scope():
        response = Client().post("/acme/records/contact/7/notes/", headers={"Referer": page})
    assert response["Location"] == f"/accounts/login/?next={back}"


def test_a_fragment_is_not_filled_with_the_sign_in_page(acme):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/acme{PAGE}"}
    response = stranger("/acme/settings/members/", **headers)
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next=/acme/settings/profile/"


@pytest.mark.parametrize("page", ["https://evil.example/x", "//evil.example/x", ""])
def test_a_fragment_of_a_strange_page_comes_back_to_no_strange_page(acme, page):
    response = stranger(f"/acme{PAGE}", **{"HX-Request": "true", "HX-Current-URL": page})
    assert response["HX-Redirect"] == "/accounts/login/?next=/"


def test_strangers_cannot_tell_a_workspace_from_none(acme):
    there, nowhere = stranger(f"/acme{PAGE}"), stranger(f"/nobody{PAGE}")
    assert there.status_code == nowhere.status_code == 302
    assert there["Location"].replace("acme", "…") == nowhere["Location"].replace("nobody", "…")


def test_neither_can_members_of_another(acme, outsider):
    client = MemberClient(outsider)
    client.prefix = ""
    there, nowhere = client.get(f"/acme{PAGE}"), client.get(f"/nobody{PAGE}")
    assert there.status_code == nowhere.status_code == 404
    assert there.content.replace(b"acme", b"") == nowhere.content.replace(b"nobody", b"")


def test_a_deactivated_seat_is_no_seat_from_the_next_request_on(rep):
    client = MemberClient(rep)
    assert client.get(PAGE).status_code == 200
    Member.objects.filter(pk=rep.pk).update(active=False)
    assert client.get(PAGE).status_code == 404


def test_a_closed_account_is_signed_out_everywhere(rep):
    client = MemberClient(rep)
    rep.user.is_active = False
    rep.user.save()
    assert client.get(PAGE).status_code == 302


def test_one_session_serves_several_workspaces(owner, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        seat_member(user=owner.user, role="reader", by=outsider)
    client = MemberClient(owner)
    client.prefix = ""
    for slug, role in (("acme", "owner"), ("zenith", "reader"), ("acme", "owner")):
        assert client.get(f"/{slug}{PAGE}").context["member"].role.key == role


@pytest.mark.parametrize("path", ["/workspaces/", "/start/", "/accounts/password/change/"])
def test_pages_outside_know_no_member(rep, path):
    client = MemberClient(rep)
    client.prefix = ""
    response = client.get(path, follow=False)
    assert response.status_code in (200, 302)
    assert not response.context or response.context.get("member") is None


def test_a_workspace_page_without_a_workspace_is_not_found(rep):
    client = MemberClient(rep)
    client.prefix = ""
    assert client.get(PAGE).status_code == 404


def test_an_outside_page_is_reached_from_inside_too(rep):
    client = MemberClient(rep)
    client.prefix = ""
    assert client.get("/acme/accounts/logout/").status_code == 200
    assert client.get("/acme/workspaces/")["Location"] == "/acme/"


def test_the_bare_address_leads_in(rep):
    client = MemberClient(rep)
    client.prefix = ""
    assert client.get("/acme")["Location"] == "/acme/"
    assert client.get("/acme/").status_code == 302


def test_what_a_failing_page_wrote_is_undone(owner, monkeypatch):
    def half_done(tenant, **values):
        Tenant.objects.filter(pk=tenant.pk).update(name="Half")
        raise RuntimeError("power cut")

    monkeypatch.setattr("crm.setup.general.views.change_workspace", half_done)
    client = MemberClient(owner, raise_request_exception=False)
    form = client.get("/settings/general/").context["form"]
    values = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    assert client.post("/settings/general/", values).status_code == 500
    assert Tenant.objects.get(slug="acme").name == "Acme"
