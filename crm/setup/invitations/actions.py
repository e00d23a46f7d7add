"""Inviting people by mail, and what they do with the invitation."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.authority import require_authority
from crm.access.policy import require
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.setup.actions import seat_member, take_seat
from crm.setup.invitations.mail import mail_invitation
from crm.setup.invitations.models import Invitation
from crm.tenants.models import Member, User
from crm.tenants.public import revoke_links

LIFETIME = timedelta(days=7)
PAUSE = timedelta(minutes=1)  # between two mails to one guest
KIND = "invitation"


class SentJustNow(Exception):
    """The guest got a mail within the last minute; another would only bury it."""


class InvitationClosed(Exception):
    """The invitation was accepted, withdrawn or has run out meanwhile; `invitation.state` says which."""


@transaction.atomic
def invite(*, email, role, by, name="", team=None, title="", language=""):
    """Keep a seat for an address and mail it the link, good for seven days. Records invitation.sent.

    Says the same whether or not the address belongs to somebody who uses Wasl elsewhere. Raises PermissionDenied
    when the role is out of `by`'s reach, ValidationError when the address has a seat or an open invitation here.
    """
    require(by, "members")
    require_authority(by, role)
    email = email.strip().lower()
    _refuse_known(email)
    now = timezone.now()
    invitation = Invitation.objects.create(
        email=email, name=name, role=role, team=team, title=title, invited_by=by, sent_at=now,
        language=language or by.language or by.tenant.language, expires_at=now + LIFETIME,
    )  # fmt: skip
    mail_invitation(invitation, KIND)
    record_event(invitation, "invitation.sent", by=by, data={"email": email, "role": role.key})
    return invitation


def invite_all(entries, *, by, **seat):
    """Invite the people of a pasted list (addresses.Entry), each as `invite` does with `seat`; one who cannot be
    invited keeps nobody else out. Returns (invitations, [(entry, why it was left out)]).

    Raises PermissionDenied as `invite` does.
    """
    sent, left_out = [], []
    for entry in entries:
        if entry.reason:
            left_out.append((entry, entry.reason))
            continue
        try:
            sent.append(invite(email=entry.email, name=entry.name, by=by, **seat))
        except ValidationError as error:
            left_out.append((entry, " ".join(error.messages)))
        except IntegrityError:  # a colleague invited the same address a moment ago
            left_out.append((entry, _("This address has an invitation already. You can send it again.")))
    return sent, left_out


def _refuse_known(email):
    seat = Member.objects.filter(user__email=email).first()
    if seat is not None:
        text = (
            _("%(name)s is a member already.") if seat.active else _("%(name)s has a deactivated seat. Reactivate it.")
        )
        raise ValidationError({"email": text % {"name": seat.name}})
    if Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None).exists():
        raise ValidationError({"email": _("This address has an invitation already. You can send it again.")})


@transaction.atomic
def resend(invitation, *, by):
    """Mail a new link, good for seven days more; the old one stops working. Records invitation.resent.

    Raises PermissionDenied as `invite` does, InvitationClosed when it was accepted or withdrawn, SentJustNow when the
    last mail is less than a minute old.
    """
    invitation = _lock(invitation, by)
    if invitation.sent_at > timezone.now() - PAUSE and invitation.expires_at > invitation.sent_at:
        raise SentJustNow
    invitation.invited_by = by
    return renew(invitation, by=by)


def renew(invitation, *, by):
    """Mail a link, good for seven days, and forget earlier ones. Records invitation.resent."""
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LIFETIME
    invitation.save(update_fields=["invited_by", "sent_at", "expires_at"])
    revoke_links(KIND, invitation.pk)
    mail_invitation(invitation, KIND)
    record_event(invitation, "invitation.resent", by=by, data={"email": invitation.email})
    return invitation


@transaction.atomic
def revoke(invitation, *, by):
    """Withdraw the invitation: its link explains that it was. Records invitation.revoked. Raises as `resend` does."""
    invitation = _lock(invitation, by)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record_event(invitation, "invitation.revoked", by=by, data={"email": invitation.email})
    return invitation


def _lock(invitation, by):
    require(by, "members")
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("role", "team").get(pk=invitation.pk)
    require_authority(by, invitation.role)
    if invitation.state in (Invitation.State.ACCEPTED, Invitation.State.REVOKED):
        raise InvitationClosed
    return invitation


@transaction.atomic
def accept(invitation, *, user):
    """Seat the user, in the seat that waits for them if one does. Records member.seated and invitation.accepted.
    Returns the Member.

    Raises InvitationClosed unless it is open and the user has no seat yet, PermissionDenied when it was for another
    address.
    """
    invitation = _lock_open(invitation)
    if Member.objects.filter(user=user).exists():
        raise InvitationClosed
    if user.email != invitation.email:
        raise PermissionDenied
    host = invitation.invited_by or SYSTEM
    if invitation.seat_id:
        member = take_seat(invitation.seat, user=user, by=host)
    else:
        member = seat_member(
            user=user, role=invitation.role.key, team=invitation.team, title=invitation.title,
            language=invitation.language, by=host,
        )  # fmt: skip
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    prove_email(user)
    record_event(invitation, "invitation.accepted", by=member, data={"email": invitation.email}, also=(member,))
    return member


@transaction.atomic
def accept_as_new(invitation, *, name, password):
    """Make an account for the invited address, which the link has proven, and seat it. Returns the new Member.

    Raises as `accept` does, and IntegrityError when the address got an account meanwhile.
    """
    invitation = _lock_open(invitation)
    user = User.objects.create_user(invitation.email, password, name=name, language=invitation.language)
    return accept(invitation, user=user)


def _lock_open(invitation):
    found = Invitation.objects.select_for_update(of=("self",)).select_related("role", "team", "seat__role")
    invitation = found.get(pk=invitation.pk)
    if invitation.state != Invitation.State.OPEN:
        raise InvitationClosed
    return invitation


def prove_email(user):
    """The address is the user's own: somebody followed a link that only its mailbox got."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
