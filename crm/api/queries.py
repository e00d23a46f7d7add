"""Tokens, and the record types that programs reach."""

from crm.api.models import Token
from crm.records import registry


def tokens_of(member):
    """The member's tokens, the newest first."""
    return Token.objects.filter(member=member).order_by("-pk")


def all_tokens():
    """Everybody's tokens, each with its member, the newest first."""
    return Token.objects.select_related("member").order_by("-pk")


def reachable():
    """The RecordTypes of the API, by what addresses call them."""
    return {kind.slug: kind for kind in registry.all_types() if kind.slug}
