"""What a workspace asks of those who sign in to it."""

from django.db import transaction

from crm.access.policy import require
from crm.events.record import record_event
from crm.tenants.models import Tenant


@transaction.atomic
def require_second_step(tenant, roles, *, by):
    """Ask a second step of everybody with one of these roles, and of nobody else: in force at their next request.

    Records workspace.changed with the keys of the roles before and after. Returns the Tenant.
    """
    require(by, "settings")
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    before, after = sorted(tenant.second_step_roles), sorted(role.key for role in roles)
    if before != after:
        tenant.second_step_roles = after
        tenant.save(update_fields=["second_step_roles"])
        record_event(tenant, "workspace.changed", by=by, data={"changes": {"second_step_roles": [before, after]}})
    return tenant
