from datetime import timedelta

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone

from crm.lib.lookup import Lookup, asked
from crm.setup.invitations.models import Invitation
from crm.tenants.public import open_link
from crm.tenants.scope import current_tenant_id, tenant_scope

REMEMBERED = timedelta(days=30)
MOST_ANSWERED = 50


def waiting():
    """Invitations nobody has answered, run-out ones included, newest first."""
    return _waiting(Invitation.objects.all())


def all_waiting():
    """The list of them, as the page of members shows it."""
    return WAITING.all(current_tenant_id())


def _waiting(rows):
    rows = rows.filter(accepted_at=None, revoked_at=None).order_by("-sent_at")
    return rows.select_related("role", "team", "invited_by")


WAITING = Lookup(lambda: _waiting(QuerySet(Invitation)).filter(tenant=asked(0)))


def answered():
    """Invitations accepted or withdrawn in the last thirty days, newest first."""
    return ANSWERED.all(current_tenant_id(), timezone.now() - REMEMBERED)


def _answered():
    since = Cast(Value(asked(1)), DateTimeField())
    found = QuerySet(Invitation).filter(Q(accepted_at__gte=since) | Q(revoked_at__gte=since), tenant=asked(0))
    return found.select_related("role", "team", "invited_by").order_by("-sent_at")[:MOST_ANSWERED]


ANSWERED = Lookup(_answered)


def find(token):
    """(tenant, invitation) behind the link of a mail, whatever became of it; (None, None) for an unknown token."""
    try:
        tenant, pk = open_link(token, "invitation")
    except Http404:
        return None, None
    with tenant_scope(tenant):
        return tenant, Invitation.objects.select_related("role", "team", "invited_by").get(pk=pk)
