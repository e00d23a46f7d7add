"""Tokens made and given up."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.access.policy import require
from crm.api.models import Token
from crm.events.actors import SYSTEM
from crm.events.record import record_event
from crm.l10n.numbers import format_number
from crm.tenants.public import issue_link, revoke_links

KIND, MARK = "api", "wasl_"  # scanners know by the mark what they found in somebody's code
MOST, SHOWN = 20, 6
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def issue_token(*, name, scope, by, expires_at=None):
    """A token of `by`, who must have the right to use the API. Records token.issued.

    Returns (Token, key): the key is kept nowhere, so show it now or never. Raises ValidationError at MOST tokens.
    """
    require(by, "api")
    if Token.objects.filter(member=by).count() >= MOST:
        raise ValidationError(_("You have %(most)s tokens. Revoke one first.") % {"most": format_number(MOST)})
    token = Token.objects.create(member=by, name=name, scope=scope, expires_at=expires_at)
    secret = issue_link(KIND, token.pk, expires_at=expires_at)
    token.beginning = MARK + secret[:SHOWN]
    token.save(update_fields=["beginning"])
    record_event(token, "token.issued", by=by, data=_told(token))
    return token, MARK + secret


@transaction.atomic
def revoke_token(token, *, by):
    """It opens nothing from now on, and is gone from the lists. Records token.revoked."""
    record_event(token, "token.revoked", by=by, data=_told(token))
    revoke_links(KIND, token.pk)
    token.delete()


def note_use(token):
    """Keep when a token was used last, to the minute. Requests at once do not wait for one another to say it."""
    now = timezone.now()
    if token.last_used_at is not None and now - token.last_used_at < NOTED_EVERY:
        return
    if Token.objects.select_for_update(skip_locked=True).filter(pk=token.pk).exists():
        Token.objects.filter(pk=token.pk).update(last_used_at=now)


def consume(event):
    """Who gives up their seat, or loses it, has no tokens left: none comes back to life with the seat."""
    if event.kind in ("member.deactivated", "member.left"):
        for token in Token.objects.filter(member_id=event.record_id).select_related("member"):
            revoke_token(token, by=SYSTEM)


def _told(token):
    return {"token": token.name, "member": token.member_id, "scope": token.scope, "beginning": token.beginning}
