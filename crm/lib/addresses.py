"""Addresses of pages that are written a hundred times a page: looked up once for each workspace and name."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

_NUMBER = 9_007_199_254_740_993  # stands where the record's number goes; in no other part of an address


def address(name, pk=None):
    """What `reverse(name)`, or `reverse(name, args=[pk])`, gives. Raises NoReverseMatch for an unknown name."""
    before, after = _around(name, pk is not None, get_script_prefix(), get_urlconf())
    return before if pk is None else f"{before}{pk}{after}"


def numbered(name):
    """A function that gives `address(name, pk)` for one pk after the other, in the workspace that is open now."""
    before, after = _around(name, True, get_script_prefix(), get_urlconf())
    return lambda pk: f"{before}{pk}{after}"


@lru_cache(maxsize=16_384)
def _around(name, numbered, prefix, urlconf):
    """The address in two pieces, the number between them. The prefix is the workspace's: it makes the key."""
    before, _number, after = reverse(name, args=[_NUMBER] if numbered else None).partition(str(_NUMBER))
    return before, after
