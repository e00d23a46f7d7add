"""Asking for the end of a workspace, and changing one's mind."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from crm.audit.actions import note
from crm.tenants.models import Tenant


@transaction.atomic
def close(tenant, *, by):
    """Shut the workspace, to be erased when the days of grace are over.

    Nothing runs in it and nobody gets in meanwhile, but an owner can take it back. Keeps
    workspace.closing in the audit trail.
    """
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    tenant.erase_asked_at = timezone.now()
    tenant.erase_at = tenant.erase_asked_at + timedelta(days=settings.ERASURE_GRACE_DAYS)
    tenant.save(update_fields=["erase_asked_at", "erase_at"])
    note(by, "workspace.closing", record=tenant, data={"until": tenant.erase_at.isoformat()})
    return tenant


@transaction.atomic
def reopen(tenant, *, by):
    """Keep the workspace after all. Keeps workspace.kept in the audit trail."""
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if tenant.erase_at is None:
        return tenant
    tenant.erase_asked_at = tenant.erase_at = None
    tenant.save(update_fields=["erase_asked_at", "erase_at"])
    note(by, "workspace.kept", record=tenant)
    return tenant
