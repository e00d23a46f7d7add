"""Steps of test_moving: whoever sat in a workspace sits in it again only by their own word. No account is opened, none
made."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from crm.access.models import Role
from crm.audit.models import Entry
from crm.automation.models import Rule
from crm.channels.email.models import Message
from crm.moving import seats
from crm.setup.actions import take_seat
from crm.setup.invitations.actions import accept, invite, resend
from crm.setup.invitations.models import Invitation
from crm.setup.members.actions import reactivate
from crm.tenants.models import Member, Tenant, User
from crm.tenants.scope import tenant_scope
from crm.tenants.seats import seats_of
from sales.models import Deal, DealShare
from tests import make
from tests.conftest import MemberClient


def link_of(email):
    text = Message.objects.filter(to=email).latest("pk").text
    return re.search(r"/moved(/join/\S+)", text).group(1)


def client_of(member):
    """A browser of theirs in the workspace that arrived."""
    client = MemberClient(member)
    client.prefix = "/moved"
    return client


def take_their_seats(story, moved):
    nobody_is_in(story, moved)
    owner = the_owner_comes_back(story, moved)
    the_owner_asks_the_others(moved, owner)
    somebody_new_takes_a_seat(moved)
    who_sits_there_needs_the_second_step_of_the_role(story, moved)


def nobody_is_in(story, moved):
    """The accounts are untouched: no seat, no entry in the new trail when they sign in, no page."""
    assert {seat.tenant for seat in seats_of(story.owner.user)} == {story.tenant}
    assert client_of(story.owner).get("/").status_code == 404
    assert User.objects.get(pk=story.owner.user_id).is_active
    with tenant_scope(moved):
        assert not Entry.objects.filter(action__startswith="signin").exists()
        assert Rule.objects.exists() and not Member.objects.filter(active=True).exists()


def the_owner_comes_back(story, moved):
    """An account of that address takes the seat with all that hangs on it, and only that account."""
    with tenant_scope(moved):
        link = link_of("owner@nawafeth.example")
        invitation = Invitation.objects.get(email="owner@nawafeth.example")
        with pytest.raises(PermissionDenied):
            accept(invitation, user=story.rep.user)
        waiting, stand_in = invitation.seat, invitation.seat.user
        assert not waiting.active and stand_in.stands_in
    client = client_of(story.owner)
    assert client.post(link)["Location"] == "/moved/"
    with tenant_scope(moved):
        owner = Member.objects.select_related("role", "tenant", "user").get(pk=waiting.pk)
        assert (owner.user, owner.active, owner.role.key) == (story.owner.user, True, "owner")
        assert not User.objects.filter(pk=stand_in.pk).exists(), "nobody stands in for them any more"
        deal = Deal.objects.get(title=story.made.deal.title)
        with pytest.raises(ValueError, match="somebody's"):
            take_seat(owner, user=story.rep.user, by=owner)
    for path in (f"/deals/{deal.pk}/", "/settings/members/", "/settings/audit/", "/today/"):
        assert client.get(path).status_code == 200, path
    page = client.get(f"/deals/{deal.pk}/").content.decode()
    assert "نورة الحربي" in page and "plan.pdf" in page and "ثلاثة طوابق" in page
    assert "seat.invalid" not in client.get("/settings/members/").content.decode()
    return owner


def the_owner_asks_the_others(moved, owner):
    """One by one from the page of people; a seat that waits is not simply switched on."""
    with tenant_scope(moved):
        rep = Member.objects.select_related("user").get(name="ريم الشهري")
        with pytest.raises(ValidationError, match="came with an archive"):
            reactivate(rep, by=owner)
        page = MemberClient(owner).get(f"/settings/members/{rep.pk}/").content.decode()
        assert "seat.invalid" not in page
        with pytest.raises(ValidationError):
            invite(email="rep@nawafeth.example", role=Role.objects.get(key="rep"), by=owner)
        resend(Invitation.objects.get(email="rep@nawafeth.example"), by=owner)
        assert "http" in Message.objects.filter(to="rep@nawafeth.example").latest("pk").text
        assert not Message.objects.filter(to="manager@nawafeth.example", subject__contains="invit").exists()


def somebody_new_takes_a_seat(moved):
    """An address without an account here gets one by the link, as with any invitation."""
    User.objects.filter(email="surveyor@nawafeth.example").update(email="moved-away@nawafeth.example")
    assert "surveyor@nawafeth.example" in seats.ask_in(moved, everybody=True)
    with tenant_scope(moved):
        link = link_of("surveyor@nawafeth.example")
    answer = Client().post(f"/moved{link}", {"name": "Omar", "password": make.PASSWORD})
    assert answer["Location"] == "/moved/"
    with tenant_scope(moved):
        seat = Member.objects.select_related("user").get(name="عمر ناصر")
        assert (seat.user.email, seat.active) == ("surveyor@nawafeth.example", True)
        shared = DealShare.objects.filter(user=seat.user)
        assert shared.exists() and shared.first().content_object.custom.popitem()[1] == seat.pk


def who_sits_there_needs_the_second_step_of_the_role(story, moved):
    """What the workspace asks of a role, it asks of whoever takes such a seat."""
    Tenant.objects.filter(pk=moved.pk).update(second_step_roles=["owner"])
    answer = client_of(story.owner).get("/today/")
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/")
    Tenant.objects.filter(pk=moved.pk).update(second_step_roles=[])
