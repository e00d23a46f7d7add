"""The public edge: a token that brings a stranger to one object of one tenant, and to nothing else."""

import hashlib
import secrets

from django.http import Http404
from django.utils import timezone

from crm.tenants.models import PublicLink
from crm.tenants.scope import current_tenant_id


def hash_of(token):
    """How a link is known here, where its token is not."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_link(kind, object_id, *, expires_at=None, token=""):
    """A new token for an object of the current tenant; only its hash is kept here, so show it now or never.

    Pass `token` only where it is no secret (a form that stands on a public page).
    """
    token = token or secrets.token_urlsafe(24)
    PublicLink.objects.create(
        token_hash=hash_of(token),
        kind=kind,
        tenant_id=current_tenant_id(),
        object_id=object_id,
        expires_at=expires_at,
    )
    return token


def open_link(token, kind):
    """(tenant, object id) behind a token. Raises Http404 when it is unknown, of another kind, expired,
    or of a workspace that is being erased."""
    link = PublicLink.objects.select_related("tenant").filter(token_hash=hash_of(token), kind=kind).first()
    if link is None or link.tenant.erase_at or (link.expires_at and link.expires_at <= timezone.now()):
        raise Http404
    return link.tenant, link.object_id


def revoke_links(kind, object_id):
    """Every token of the object stops working at once."""
    PublicLink.objects.filter(tenant_id=current_tenant_id(), kind=kind, object_id=object_id).delete()
