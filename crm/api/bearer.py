"""From the token in a request's head to the member whose it is: the door of programs, as MemberScope is people's."""

from contextlib import contextmanager
from dataclasses import replace

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated

from crm.api.actions import KIND, MARK
from crm.api.models import Token
from crm.l10n import state
from crm.tenants.public import open_link
from crm.tenants.scope import tenant_scope


@contextmanager
def seated(request):
    """The scope of the token's workspace, in which request.member is its member, who reads as programs do. Gives the
    Token. Cookies count for nothing here. Raises NotAuthenticated and AuthenticationFailed, and Http404 where the token
    is another workspace's."""
    tenant, pk = _opened(request)
    with tenant_scope(tenant):
        seats = Token.objects.select_related("member__role", "member__team", "member__user")
        token = seats.filter(pk=pk, member__active=True, member__user__is_active=True).first()
        if token is None:
            raise AuthenticationFailed(_("This token opens nothing: it was revoked, has expired, or never was one."))
        member = token.member
        member.tenant, member.kept = tenant, {}
        request.tenant, request.member = tenant, member
        with state.using(_as_programs_read(member, request)):
            yield token


def _opened(request):
    """(tenant, id of the token) behind the key."""
    scheme, _blank, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NotAuthenticated(_("Send a token: %(head)s") % {"head": f"Authorization: Bearer {MARK}…"})
    try:
        tenant, pk = open_link(key.strip().removeprefix(MARK), KIND)
    except Http404:
        message = _("This token opens nothing: it was revoked, has expired, or never was one.")
        raise AuthenticationFailed(message) from None
    if tenant.slug != request.workspace_slug:
        raise Http404
    return tenant, pk


def _as_programs_read(member, request):
    """The words in the language asked for, else the member's; days and numbers as standards have them."""
    kept = state.for_member(member)
    asked = translation.get_language_from_request(request) if "Accept-Language" in request.headers else ""
    return replace(kept, language=asked or kept.language, calendar="gregorian", digits="latn")
