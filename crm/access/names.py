"""What functions and roles are called, in the workspace's order and the reader's language."""

from django.db.models import QuerySet

from crm.access.models import Function, Role
from crm.lib.lookup import Lookup, asked
from crm.tenants.scope import current_tenant_id

FUNCTIONS = Lookup(lambda: QuerySet(Function).filter(tenant=asked(0)))
ROLES = Lookup(lambda: QuerySet(Role).only("tenant", "key", "name", "names").filter(tenant=asked(0)))


def function_names():
    """{key: name} of the workspace's functions."""
    return {function.key: str(function) for function in FUNCTIONS.all(current_tenant_id())}


def role_names():
    """{key: name} of the workspace's roles."""
    return {role.key: str(role) for role in ROLES.all(current_tenant_id())}
