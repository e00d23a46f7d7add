from django.http import Http404

from crm.setup.invitations.models import Invitation
from crm.tenants.public import open_link
from crm.tenants.scope import tenant_scope


def waiting():
    """Invitations nobody has answered, run-out ones included, newest first."""
    invitations = Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by("-sent_at")
    return invitations.select_related("role", "team", "invited_by")


def find(token):
    """(tenant, invitation) behind the link of a mail, whatever became of it; (None, None) for an unknown token."""
    try:
        tenant, pk = open_link(token, "invitation")
    except Http404:
        return None, None
    with tenant_scope(tenant):
        return tenant, Invitation.objects.select_related("role", "team", "invited_by").get(pk=pk)
