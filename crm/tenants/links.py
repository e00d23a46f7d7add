"""Addresses that leave the house, in mails, forms and documents."""

from django.conf import settings


def absolute(path):
    """The full address of a path as `reverse()` gives it (inside a tenant's scope it carries the workspace)."""
    return f"{settings.PUBLIC_URL}{path}"
