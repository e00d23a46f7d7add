"""Tasks that carry their tenant in the message, and tasks that walk all tenants."""

from functools import wraps

from celery import shared_task
from django.db import transaction

from crm.tenants.models import Tenant
from crm.tenants.scope import current_tenant_id, tenant_scope


def tenant_task(function):
    """Make `function(*args)` a task of one tenant: `send(*args)` enqueues it after commit, for the scope's tenant.

    The worker opens the tenant's scope around the call, so the body is one transaction and needs no tenant of its own.
    """

    @shared_task(name=f"{function.__module__}.{function.__name__}")
    @wraps(function)
    def run(tenant_id, *args):
        tenant = Tenant.objects.filter(pk=tenant_id, erase_at=None).first()  # in one that is shut, nothing runs
        if tenant is None:
            return
        with tenant_scope(tenant):
            function(*args)

    def send(*args, countdown=None):
        tenant_id = current_tenant_id()
        transaction.on_commit(
            lambda: run.apply_async((tenant_id, *args), countdown=countdown, ignore_result=True), robust=True
        )

    run.send = send
    return run


def system_task(function):
    """A task without a tenant. It may touch only what stands outside the wall; it sends tenant tasks for the rest."""
    return shared_task(name=f"{function.__module__}.{function.__name__}", ignore_result=True)(function)
