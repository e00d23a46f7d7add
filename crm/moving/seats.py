"""The people of a workspace that arrives. An archive says who sat where, and whoever wrote it may have said anything:
so it opens nobody's account and makes none. Each seat is held by a stand-in, out of use, and whoever was active gets an
invitation for the address that the archive names; the seat becomes theirs when they accept it from that mailbox.
"""

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from crm.access.authority import OWNER
from crm.backup.archive import Damaged
from crm.events.actors import SYSTEM
from crm.setup.invitations.actions import renew
from crm.setup.invitations.models import Invitation
from crm.tenants.models import STANDS_IN, Language, Member, User
from crm.tenants.scope import tenant_scope


def stand_ins(people):
    """A user for each of the archive's people, who holds seats and is nobody. Returns {old key: new key}. The caller's
    transaction is that of the alias owner. Raises Damaged."""
    known = {}
    for person in people:
        known[_key(person)] = User(email=f"{secrets.token_hex(12)}{STANDS_IN}", is_active=False)
    for user in known.values():
        user.set_unusable_password()
    User.objects.using("owner").bulk_create(known.values(), batch_size=500)
    return {old: user.pk for old, user in known.items()}


def _key(person):
    if not isinstance(person, dict) or not isinstance(person.get("id"), int):
        raise Damaged("The archive's people cannot be read.")
    try:
        validate_email(str(person.get("email")))
    except ValidationError:
        raise Damaged(f"{str(person.get('email'))[:80]!r} in the archive is no mail address.") from None
    return person["id"]


def keep_for(people, users, tenant):
    """An invitation, not sent yet, for each seat that was in use. Returns how many. Within the same transaction."""
    persons = {users[person["id"]]: person for person in people}
    seats = Member.objects.using("owner").filter(active=True).select_related("role").order_by("pk")
    now = timezone.now()
    invitations = [_invitation(seat, persons[seat.user_id], tenant, now) for seat in seats]
    emails = [invitation.email for invitation in invitations]
    known = Invitation.objects.using("owner")
    known.filter(email__in=emails, accepted_at=None, revoked_at=None).update(revoked_at=now)
    known.bulk_create(invitations, batch_size=500)
    Member.objects.using("owner").filter(active=True).update(active=False)
    return len(invitations)


def _invitation(seat, person, tenant, now):
    language = person.get("language") if person.get("language") in Language.values else tenant.language
    return Invitation(
        tenant=tenant, seat=seat, email=person["email"].strip().lower(), name=seat.name, role=seat.role,
        team_id=seat.team_id, title=seat.title, language=language, sent_at=now, expires_at=now,
    )  # fmt: skip


def ask_in(tenant, *, everybody=False):
    """Mail the invitations of seats that wait for their people: the owners', or all. Returns the addresses."""
    with tenant_scope(tenant):
        waiting = Invitation.objects.exclude(seat=None).filter(accepted_at=None, revoked_at=None)
        if not everybody:
            waiting = waiting.filter(seat__role__key=OWNER)
        invitations = list(waiting.select_related("role").order_by("pk"))
        for invitation in invitations:
            renew(invitation, by=SYSTEM)
    return [invitation.email for invitation in invitations]
