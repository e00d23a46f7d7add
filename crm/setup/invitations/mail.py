"""The mail that carries an invitation's link."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from crm.channels.email.actions import queue_mail
from crm.channels.email.letters import compose
from crm.l10n import state
from crm.l10n.dates import format_date
from crm.tenants.models import Tenant
from crm.tenants.public import issue_link
from crm.tenants.scope import current_tenant


def mail_invitation(invitation, kind):
    """Issue a link and queue the mail that shows it, in the language chosen for the guest. Nobody sees it again."""
    tenant = current_tenant() or Tenant.objects.get(pk=invitation.tenant_id)
    host = invitation.invited_by
    preferences = state.for_tenant(tenant, language=invitation.language)
    token = issue_link(kind, invitation.pk)
    with state.using(preferences):
        words = {
            "firm": tenant.name,
            "host": host.name if host else tenant.name,
            "role": str(invitation.role),
            "url": settings.PUBLIC_URL + reverse("setup:join", args=[token]),
            "expires_on": format_date(timezone.localdate(invitation.expires_at), "long"),
        }
    letter = compose("invitation", words, preferences=preferences)
    queue_mail(to=invitation.email, letter=letter, by=host)
