"""The pages that say no: what is not there, not allowed, not sent, or asked too often.

A member of the workspace gets them inside the shell, to go on from. Everybody else gets a page that needs nothing, the
same for all. So does a member when the database does not answer, when only a part of a page was asked for, and in a
workspace that is about to be erased.
"""

from django.db import DatabaseError, transaction
from django.shortcuts import render

from crm.tenants.scope import current_tenant


def forbidden(request, exception):
    return refuse(request, "403.html", 403, reason=str(exception))


def missing(request, exception):
    return refuse(request, "404.html", 404)


def refuse(request, template, status, **context):
    """The page that says so, in the shell where that can be."""
    if _has_shell(request):
        try:
            with transaction.atomic():
                return render(request, template, {**context, "frame": "layouts/refusal.html"}, status=status)
        except DatabaseError:  # then without what the shell asks it for
            pass
    return render(request, template, {**context, "frame": "layouts/plain.html"}, status=status)


def _has_shell(request):
    if getattr(request, "member", None) is None or request.htmx:
        return False
    tenant = current_tenant()  # closed again, for what went wrong outside of it
    return tenant is not None and tenant == request.tenant and not tenant.erase_at
