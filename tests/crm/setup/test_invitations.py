"""A seat kept for an address: one open invitation each, seven days, and no more than the host may give."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from crm.access.models import Role
from crm.channels.models import Message
from crm.events.models import Event
from crm.setup.invitations.actions import (
    InvitationClosed,
    SentJustNow,
    accept,
    accept_as_new,
    invite,
    invite_all,
    resend,
    revoke,
)
from crm.setup.invitations.addresses import read_addresses
from crm.setup.invitations.models import Invitation
from crm.setup.invitations.queries import answered, find, waiting
from crm.setup.members.actions import deactivate
from crm.tenants.models import Member, PublicLink, User
from crm.tenants.public import issue_link
from crm.tenants.scope import tenant_scope
from tests import make
from tests.conftest import out_of_scope


def token_of(message):
    return re.search(r"/join/([\w-]+)/", message.text).group(1)


def last_token():
    return token_of(Message.objects.order_by("-pk").first())


@pytest.fixture
def invitation(owner, team):
    return invite(
        email="Guest@Example.com ", role=Role.objects.get(key="rep"), team=team, title="Fitter", language="fa", by=owner
    )


def expire(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    invitation.refresh_from_db()


def a_while_later(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(minutes=2))


def test_the_mail_has_a_link_in_the_chosen_language(invitation, owner):
    message = Message.objects.get()
    assert (message.to, message.language, message.reply_to) == ("guest@example.com", "fa", owner.user.email)
    assert "http://testserver/acme/join/" in message.text
    assert token_of(message) in message.html
    assert '<html lang="fa" dir="rtl">' in message.html


def test_only_the_links_hash_is_kept(invitation):
    token = last_token()
    assert not PublicLink.objects.filter(token_hash=token).exists()
    assert PublicLink.objects.get(kind="invitation").object_id == invitation.pk


def test_it_is_good_for_seven_days(invitation):
    assert invitation.state == "open"
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    expire(invitation)
    assert invitation.state == "expired"


def test_the_event_names_host_and_role(invitation, owner):
    event = Event.objects.get(kind="invitation.sent")
    assert (event.actor_id, event.data) == (owner.pk, {"email": "guest@example.com", "role": "rep"})


def test_an_address_is_invited_once_at_a_time(invitation, owner):
    with pytest.raises(ValidationError, match="invitation already"):
        invite(email="GUEST@example.com", role=invitation.role, by=owner)


def test_a_member_is_not_invited(owner, rep):
    with pytest.raises(ValidationError, match="is a member already"):
        invite(email=rep.user.email, role=rep.role, by=owner)
    deactivate(rep, by=owner)
    with pytest.raises(ValidationError, match="Reactivate it"):
        invite(email=rep.user.email, role=rep.role, by=owner)


def test_an_address_known_elsewhere_is_answered_like_any_other(owner, outsider):
    """Whether somebody uses Wasl in another firm is nobody's business."""
    known = invite(email=outsider.user.email, role=Role.objects.get(key="rep"), by=owner)
    unknown = invite(email="nobody@example.com", role=Role.objects.get(key="rep"), by=owner)
    texts = [re.sub(r"/join/[\w-]+/", "", m.text) for m in Message.objects.order_by("pk")]
    assert texts[0] == texts[1]
    assert (known.state, known.language) == (unknown.state, unknown.language)


def test_who_may_not_manage_members_cannot_invite(rep, manager):
    for member in (rep, manager):
        with pytest.raises(PermissionDenied):
            invite(email="x@example.com", role=rep.role, by=member)


def test_a_role_out_of_reach_cannot_be_given(manager, owner):
    Role.objects.filter(key="manager").update(rights=["members", "import", "reports"])
    keeper = Member.objects.select_related("role").get(pk=manager.pk)
    for key in ("owner", "reader", "agent"):
        with pytest.raises(PermissionDenied):
            invite(email="x@example.com", role=Role.objects.get(key=key), by=keeper)
    invite(email="x@example.com", role=Role.objects.get(key="rep"), by=keeper)


def test_a_second_mail_makes_the_first_link_useless(invitation, owner):
    old = last_token()
    expire(invitation)
    a_while_later(invitation)
    resend(invitation, by=owner)
    new = last_token()
    with out_of_scope():
        assert find(old) == (None, None)
        assert find(new)[1].state == "open"
    assert Event.objects.filter(kind="invitation.resent").exists()


def test_a_colleague_who_sends_again_becomes_the_host(invitation, owner):
    second = make.member(by=owner, role="owner", name="Omar Owner")
    a_while_later(invitation)
    resend(invitation, by=second)
    assert Message.objects.order_by("-pk").first().text.startswith("Omar Owner")


def test_two_mails_within_a_minute_are_one(invitation, owner):
    link = last_token()
    with pytest.raises(SentJustNow):
        resend(invitation, by=owner)
    assert (Message.objects.count(), last_token()) == (1, link)


def test_a_pasted_list_is_invited_and_the_rest_is_told(invitation, owner, rep):
    pasted = f"Noura Harbi <noura@example.com>; nobody@\nguest@example.com، {rep.user.email}\nNOURA@example.com"
    sent, left_out = invite_all(read_addresses(pasted), role=rep.role, language="ar", by=owner)
    assert [(each.email, each.name, each.language) for each in sent] == [("noura@example.com", "Noura Harbi", "ar")]
    assert [(entry.text, reason.split(".")[0]) for entry, reason in left_out] == [
        ("nobody@", "This is no e-mail address"),
        ("guest@example.com", "This address has an invitation already"),
        (rep.user.email, "Rami Rep is a member already"),
    ]
    assert Message.objects.order_by("-pk").first().to == "noura@example.com"


def test_a_list_above_ones_reach_invites_nobody(manager, owner):
    Role.objects.filter(key="manager").update(rights=["members"])
    keeper = Member.objects.select_related("role").get(pk=manager.pk)
    with pytest.raises(PermissionDenied):
        invite_all(read_addresses("a@example.com"), role=owner.role, by=keeper)
    assert not Invitation.objects.exists()


def test_what_became_of_invitations_is_kept_in_sight_for_a_month(invitation, owner):
    assert (list(waiting()), list(answered())) == ([invitation], [])
    revoke(invitation, by=owner)
    assert (list(waiting()), list(answered())) == ([], [invitation])
    Invitation.objects.update(revoked_at=timezone.now() - timedelta(days=31))
    assert list(answered()) == []


def test_a_withdrawn_invitation_seats_nobody(invitation, owner):
    token = last_token()
    revoke(invitation, by=owner)
    with out_of_scope():
        tenant, found = find(token)
        assert found.state == "revoked"
        with tenant_scope(tenant), pytest.raises(InvitationClosed):
            accept_as_new(found, name="Guest", password=make.PASSWORD)
    assert not User.objects.filter(email="guest@example.com").exists()
    assert Event.objects.filter(kind="invitation.revoked").exists()


def test_after_withdrawal_one_may_invite_anew(invitation, owner):
    revoke(invitation, by=owner)
    assert invite(email="guest@example.com", role=invitation.role, by=owner).pk != invitation.pk


def test_a_closed_invitation_is_not_sent_or_withdrawn_again(invitation, owner):
    revoke(invitation, by=owner)
    a_while_later(invitation)
    for action in (resend, revoke):
        with pytest.raises(InvitationClosed):
            action(invitation, by=owner)


def test_accepting_makes_an_account_and_a_seat(invitation, team, owner):
    member = accept_as_new(invitation, name="Ghazal Guest", password=make.PASSWORD)
    assert (member.name, member.role.key, member.team, member.title) == ("Ghazal Guest", "rep", team, "Fitter")
    assert (member.language, member.user.language) == ("fa", "fa")
    assert member.user.check_password(make.PASSWORD)
    assert EmailAddress.objects.get(user=member.user).verified
    assert Event.objects.get(kind="member.seated", record_id=member.pk).actor_id == owner.pk
    assert Event.objects.get(kind="invitation.accepted").actor_id == member.pk


def test_an_account_of_the_address_takes_the_seat(invitation):
    user = make.user("Ghazal", email="guest@example.com")
    assert accept(invitation, user=user).user == user
    assert EmailAddress.objects.get(user=user).verified


def test_an_account_of_another_address_does_not(invitation, outsider):
    with pytest.raises(PermissionDenied):
        accept(invitation, user=outsider.user)


@pytest.mark.parametrize("close", [expire, lambda i: accept_as_new(i, name="G", password=make.PASSWORD)])
def test_what_is_run_out_or_used_seats_nobody(invitation, close):
    close(invitation)
    seats = Member.objects.count()
    with pytest.raises(InvitationClosed):
        accept_as_new(invitation, name="Second", password=make.PASSWORD)
    assert Member.objects.count() == seats


def test_a_host_who_left_does_not_undo_the_invitation(invitation, owner):
    second = make.member(by=owner, role="owner")
    deactivate(owner, by=second)
    assert accept_as_new(invitation, name="G", password=make.PASSWORD).active


def test_an_invitation_is_seen_in_its_own_workspace_only(invitation, outsider):
    with out_of_scope(), tenant_scope(outsider.tenant):
        assert not Invitation.objects.exists()
        with pytest.raises(Invitation.DoesNotExist):
            revoke(invitation, by=outsider)


@pytest.mark.parametrize("token", ["", "x", "../../etc", "a" * 500])
def test_a_senseless_token_finds_nothing(db, token):
    assert find(token) == (None, None)


def test_a_link_of_another_kind_opens_no_invitation(acme):
    assert find(issue_link("webform", 1)) == (None, None)
