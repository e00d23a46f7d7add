"""How definitions of fields are changed: by one at a time, and known to every process with its next request."""

from functools import wraps

from django.db import transaction
from django.utils.crypto import get_random_string

from crm.tenants.models import Tenant
from crm.tenants.scope import current_tenant, current_tenant_id


def changing(action):
    """An action on the definitions: alone in the workspace, after those who are writing values (values.hold), and every
    process reads them anew afterwards, whatever it has read of them meanwhile."""

    @wraps(action)
    @transaction.atomic
    def run(*args, **said):
        _renew()
        done = action(*args, **said)
        _renew()
        return done

    return run


def _renew():
    mark = get_random_string(16)
    Tenant.objects.filter(pk=current_tenant_id()).update(fields_mark=mark)
    if (tenant := current_tenant()) is not None:
        tenant.fields_mark = mark
