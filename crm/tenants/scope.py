"""The tenant scope: one context variable and one transaction-local database setting, always set together.

The setting `crm.tenant` is what the row-level policies read; it is local to the transaction, so a pooled
connection cannot carry it to the next request. No scope means no rows, never all rows.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections, transaction
from django.urls import get_script_prefix, set_script_prefix


class NoTenant(RuntimeError):
    """A tenant's data was touched outside a tenant scope, or a scope was switched inside another one."""


_current: ContextVar[int | None] = ContextVar("tenant", default=None)
_row: ContextVar = ContextVar("tenant_row", default=None)


def current_tenant_id() -> int:
    """The id of the scope's tenant. Raises NoTenant outside a scope."""
    tenant_id = _current.get()
    if tenant_id is None:
        raise NoTenant("no tenant scope is open: wrap the work in tenant_scope(tenant)")
    return tenant_id


def has_tenant() -> bool:
    return _current.get() is not None


def current_tenant():
    """The Tenant that the scope was opened with, as it was read then; None where the scope was opened by an id."""
    row = _row.get()
    return row if row is not None and row.pk == _current.get() else None


@contextmanager
def tenant_scope(tenant, *, user_id=None, using="default"):
    """Open (or join) the scope of `tenant`: a transaction in which its rows, and no others, exist.

    `tenant` is a Tenant or its id; given a Tenant, `reverse()` inside the scope yields its URLs as well.
    Joining the same tenant's scope is free. Raises NoTenant when another tenant's scope is open.
    """
    tenant_id = getattr(tenant, "pk", tenant)
    outer = _current.get()
    with _known(tenant), _opened(tenant, tenant_id, outer, user_id, using):
        yield


@contextmanager
def _known(tenant):
    """Within, the row itself is at hand, where it was given."""
    token = _row.set(tenant) if hasattr(tenant, "pk") else None
    try:
        yield
    finally:
        if token:
            _row.reset(token)


@contextmanager
def _opened(tenant, tenant_id, outer, user_id, using):
    if outer not in (None, tenant_id):
        raise NoTenant(f"the scope of tenant {outer} is open; tenant {tenant_id} may not be entered inside it")
    if outer == tenant_id and connections[using].in_atomic_block:
        yield
        return
    prefix = get_script_prefix()
    if slug := getattr(tenant, "slug", ""):
        set_script_prefix(f"/{slug}/")
    try:
        with transaction.atomic(using=using):
            _bind(tenant_id, user_id, using)
            token = _current.set(tenant_id)
            try:
                yield
            finally:
                _current.reset(token)  # before the commit: its callbacks would see no rows, so they see no scope
        _unbind(using)
    finally:
        set_script_prefix(prefix)


def _bind(tenant_id, user_id, using):
    with connections[using].cursor() as cursor:
        cursor.execute(
            "select set_config('crm.tenant', %s, true), set_config('crm.user', %s, true)",
            [str(tenant_id), str(user_id or "")],
        )


def _unbind(using):
    """Inside somebody's larger transaction the setting outlives our savepoint: take it back by hand."""
    if connections[using].in_atomic_block and not connections[using].needs_rollback:
        _bind("", "", using)


@contextmanager
def user_scope(user_id, *, using="default"):
    """No tenant, but a person: the one view in which somebody's own seats, in all workspaces, can be read."""
    outer = _current.get()
    token = _current.set(None)
    try:
        with transaction.atomic(using=using):
            _bind("", user_id, using)
            yield
            _bind(outer or "", user_id if outer else "", using)
    finally:
        _current.reset(token)
