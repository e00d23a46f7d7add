"""The workspace as a whole: its name, its papers, how it counts."""

from django.db import transaction

from crm.access.policy import require
from crm.events.record import record_event
from crm.tenants.models import Tenant

FIELDS = (
    "name", "address", "payment_details", "language", "country", "currency", "time_zone", "calendar", "digits",
    "week_start", "phone_region", "fiscal_start", "bin_days",
)  # fmt: skip


@transaction.atomic
def change_workspace(tenant, *, by, **values):
    """Change fields of the workspace. Records workspace.changed with what changed. Raises TypeError for other fields.

    Amounts already written keep the currency they were written in.
    """
    require(by, "settings")
    if unknown := values.keys() - set(FIELDS):
        raise TypeError(f"not a setting of a workspace: {sorted(unknown)}")
    tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
    changes = {name: [getattr(tenant, name), value] for name, value in values.items() if getattr(tenant, name) != value}
    if changes:
        for name, (_, value) in changes.items():
            setattr(tenant, name, value)
        tenant.save(update_fields=list(changes))
        record_event(tenant, "workspace.changed", by=by, data={"changes": changes})
    return tenant
